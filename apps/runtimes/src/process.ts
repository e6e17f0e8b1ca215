import { runSuite } from "./suite.ts";

// For runtimes that are processes: the options as JSON in, a line of JSON out.
console.log(JSON.stringify(await runSuite(JSON.parse(process.argv[2] ?? "{}"))));
