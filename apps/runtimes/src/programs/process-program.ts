import { runCases } from "../conformance/run-cases.ts";

// For runtimes that are processes: the options as JSON in, a line of JSON out.
const results = await runCases(JSON.parse(process.argv[2] ?? "{}"));
process.stdout.write(`${JSON.stringify(results)}\n`, () => {
  // A case that hangs would keep the program from its end, and its name from being read.
  if (results.some(({ problem }) => problem !== null)) process.exit();
});
