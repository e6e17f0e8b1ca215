import { parseCommand } from "./parse-command.ts";
import type { CommandProcess } from "./serve.ts";

/**
 * Runs the command. A server runs until the signal aborts.
 *
 * @returns the exit code: 0, 1 when the server cannot start, 2 for invalid arguments or options.
 */
export async function runCommand(args: readonly string[], process: CommandProcess): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case "help": {
      const { HELP_TEXT } = await import("./help-text.ts");
      process.print(HELP_TEXT);
      return 0;
    }
    case "version":
      process.print(`${process.version}\n`);
      return 0;
    case "invalid":
      process.printError(`hivekit-emulator: ${command.message} See hivekit-emulator --help.\n`);
      return 2;
    case "serve": {
      // Loaded only when needed, because the server takes most of the start-up time.
      const { serve } = await import("./serve.ts");
      return serve(command, process);
    }
    default:
      return command satisfies never;
  }
}
