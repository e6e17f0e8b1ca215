import { runCommand } from "./command/run-command.ts";
import { toUserError, UserError } from "./config/user-error.ts";

const stopped = new Promise<void>((resolve) => {
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
});

/** The exit code that shells use for a program whose output nobody reads. */
const BROKEN_PIPE_EXIT_CODE = 141;

// The reader of the output, such as `head`, has closed it: exit without an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(BROKEN_PIPE_EXIT_CODE);
  throw error;
});

try {
  await runCommand({
    args: process.argv.slice(2),
    environment: process.env,
    print: (line) => console.log(line),
    stopped,
  });
  process.exit(0);
} catch (thrown) {
  const error = toUserError(thrown);
  console.error(error instanceof UserError ? error.message : error);
  process.exit(error instanceof UserError ? error.exitCode : 1);
}
