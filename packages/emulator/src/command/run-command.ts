import { createEmulator } from "../emulator.ts";
import { listen } from "../listen.ts";
import { HELP, welcome } from "./command-texts.ts";
import { parseCommand } from "./parse-command.ts";

/** What the command touches of its process. */
export type CommandProcess = {
  /** Prints to the standard output. */
  readonly print: (text: string) => void;
  /** Prints to the standard error output. */
  readonly printError: (text: string) => void;
  /** The version to print. */
  readonly version: string;
  /** Ends a running server when it aborts. */
  readonly signal: AbortSignal;
};

/**
 * Runs the command until it is done: for a server, until the signal aborts.
 *
 * @returns the exit code: 0, 1 when the server cannot start, 2 for wrong arguments.
 */
export async function runCommand(args: readonly string[], process: CommandProcess): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case "help":
      process.print(HELP);
      return 0;
    case "version":
      process.print(`${process.version}\n`);
      return 0;
    case "wrong":
      process.printError(`hivekit-emulator: ${command.message} See hivekit-emulator --help.\n`);
      return 2;
    case "serve":
      return serve(command, process);
    default:
      return command satisfies never;
  }
}

type ServeCommand = Extract<ReturnType<typeof parseCommand>, { kind: "serve" }>;

async function serve(command: ServeCommand, process: CommandProcess): Promise<number> {
  const { port, host, allowedHosts } = command;
  const server = await listen({ port, host, emulator: createEmulator({ allowedHosts }) }).catch(
    (error: unknown) => {
      process.printError(`hivekit-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
      return null;
    },
  );
  if (server === null) return 1;
  process.print(welcome(server));
  await new Promise<void>((resolve) => {
    if (process.signal.aborted) resolve();
    process.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await server.close();
  return 0;
}
