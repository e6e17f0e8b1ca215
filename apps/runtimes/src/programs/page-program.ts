import { runCases } from "../conformance/run-cases.ts";

// For a browser's page, in which the test calls this function.
Reflect.set(globalThis, "runCases", runCases);
