import { Problem, toProblem } from "./problem.ts";
import { run } from "./run.ts";

const stopped = new Promise<void>((resolve) => {
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
});

/** How shells count a program that ended because nobody reads its output. */
const BROKEN_PIPE_EXIT_CODE = 141;

// Whoever read the output, such as `head`, has enough: nobody is left to tell.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(BROKEN_PIPE_EXIT_CODE);
  throw error;
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
