import type { EmulatorOptions } from "../state/emulator-options.ts";
import { createEmulator } from "../server/emulator.ts";
import { listen, type EmulatorServer } from "../server/listen.ts";
import { EmulatorOptionsError } from "../options/options-error.ts";
import { TAG_TASK_PATH } from "../v1/v1-generation.ts";
import type { ServeCommand } from "./parse-command.ts";
import { readConfig } from "./read-config.ts";

/** The parts of the process that the command uses. */
export type CommandProcess = {
  /** Prints to the standard output. */
  readonly print: (text: string) => void;
  /** Prints to the standard error. */
  readonly printError: (text: string) => void;
  /** The version that `--version` prints. */
  readonly version: string;
  /** Stops a running server when it aborts. */
  readonly signal: AbortSignal;
};

/**
 * Serves an emulator until the signal of the process aborts.
 *
 * @returns the exit code: 0, 1 when the server cannot start, 2 for invalid options.
 */
export async function serve(command: ServeCommand, process: CommandProcess): Promise<number> {
  const { port, host } = command;
  let server: EmulatorServer;
  try {
    server = await listen({ port, host, emulator: createEmulator(await readOptions(command)) });
  } catch (error) {
    process.printError(`hivekit-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof EmulatorOptionsError ? 2 : 1;
  }
  process.print(formatWelcome(server));
  await new Promise<void>((resolve) => {
    if (process.signal.aborted) resolve();
    process.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await server.emulator.close();
  await server.close();
  return 0;
}

/** `--pace` and `--label` replace the values of the configuration file; hosts and faults are added to them. */
async function readOptions(command: ServeCommand): Promise<EmulatorOptions> {
  const { configPath, allowedHosts, ownHosts, faults, msPerFrame, labels } = command;
  const config = configPath === null ? {} : await readConfig(configPath);
  const configFaults = typeof config.faults === "string" ? [config.faults] : (config.faults ?? []);
  return {
    ...config,
    allowedHosts: [...(config.allowedHosts ?? []), ...allowedHosts],
    ownHosts: [...(config.ownHosts ?? []), ...ownHosts],
    faults: [...configFaults, ...faults],
    ...(msPerFrame === null ? {} : { pace: { msPerFrame } }),
    ...(labels.length === 0 ? {} : { labels }),
  };
}

/** Formats the output of a server that is ready: its URL, the keys of its projects, and a command to try. */
function formatWelcome({ url, emulator: { projects } }: EmulatorServer): string {
  const width = Math.max(...projects.map((project) => project.key.length));
  const keys = projects.map(({ key, modelType, generations }) => {
    return `  ${key.padEnd(width)}  ${generations.join(" ")}  ${modelType}`;
  });
  return `Hive emulator listening on ${url}
Console for reviewers: ${url}/console

API keys, with the API generations and the model type of each:
${keys.join("\n")}

Try:
  curl ${url}${TAG_TASK_PATH} --header 'Authorization: Token demo-colors' --form 'image=@photo.jpg'

Press Ctrl-C to stop.
`;
}
