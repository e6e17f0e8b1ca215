import { runCases } from "../conformance/run-cases.ts";

// For a page in a browser, in which the test calls this function.
Reflect.set(globalThis, "runCases", runCases);
