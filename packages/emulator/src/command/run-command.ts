import { EmulatorOptionsError } from "../options/check-options.ts";
import type { EmulatorOptions } from "../emulator-options.ts";
import { createEmulator } from "../emulator.ts";
import { listen, type EmulatorServer } from "../listen.ts";
import { HELP, welcome } from "./command-texts.ts";
import { parseCommand } from "./parse-command.ts";
import { readConfig } from "./read-config.ts";

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
  const { port, host } = command;
  let server: EmulatorServer;
  try {
    server = await listen({ port, host, emulator: createEmulator(await optionsOf(command)) });
  } catch (error) {
    process.printError(`hivekit-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof EmulatorOptionsError ? 2 : 1;
  }
  process.print(welcome(server));
  await new Promise<void>((resolve) => {
    if (process.signal.aborted) resolve();
    process.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await server.emulator.close();
  await server.close();
  return 0;
}

/** What the command line says goes before the file, or adds to it. */
async function optionsOf(command: ServeCommand): Promise<EmulatorOptions> {
  const { configPath, allowedHosts, ownHosts, faults, msPerFrame, labels } = command;
  const config = configPath === null ? {} : await readConfig(configPath);
  const configured = typeof config.faults === "string" ? [config.faults] : (config.faults ?? []);
  return {
    ...config,
    allowedHosts: [...(config.allowedHosts ?? []), ...allowedHosts],
    ownHosts: [...(config.ownHosts ?? []), ...ownHosts],
    faults: [...configured, ...faults],
    ...(msPerFrame === null ? {} : { pace: { msPerFrame } }),
    ...(labels.length === 0 ? {} : { labels }),
  };
}
