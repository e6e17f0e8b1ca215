import { runCases } from "../conformance/run-cases.ts";

// For runtimes that are processes: the options as JSON in, a line of JSON out.
console.log(JSON.stringify(await runCases(JSON.parse(process.argv[2] ?? "{}"))));
