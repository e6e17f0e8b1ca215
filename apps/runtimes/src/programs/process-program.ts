import { runCases } from "../conformance/run-cases.ts";

// For runtimes that are processes: reads the options as a JSON argument, and prints the results as a line of JSON.
const results = await runCases(JSON.parse(process.argv[2] ?? "{}"));
process.stdout.write(`${JSON.stringify(results)}\n`, () => {
  // A case that hangs would prevent the process from exiting.
  if (results.some(({ problem }) => problem !== null)) process.exit();
});
