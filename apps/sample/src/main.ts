import { Problem, toProblem } from "./problem.ts";
import { run } from "./run.ts";

const stopped = new Promise<void>((resolve) => {
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
});

try {
  await run({
    args: process.argv.slice(2),
    environment: process.env,
    print: (line) => console.log(line),
    stopped,
  });
  process.exit(0);
} catch (thrown) {
  const error = toProblem(thrown);
  console.error(error instanceof Problem ? error.message : error);
  process.exit(error instanceof Problem ? error.exitCode : 1);
}
