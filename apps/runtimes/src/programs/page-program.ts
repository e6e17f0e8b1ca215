import { runCases } from "../conformance/run-cases.ts";

// For the page of a browser, which the orchestrator has call it.
Reflect.set(globalThis, "runCases", runCases);
