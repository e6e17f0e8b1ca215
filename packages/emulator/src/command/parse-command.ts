import { parseArgs } from "node:util";

/** The command that serves an emulator. */
export type ServeCommand = {
  readonly kind: "serve";
  /** The port; 0 for a free port. */
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly ownHosts: readonly string[];
  /** The path of the configuration file; `null` for none. */
  readonly configPath: string | null;
  /** The faults as text. The emulator parses them. */
  readonly faults: readonly string[];
  /** Milliseconds per frame; `null` without `--pace`. */
  readonly msPerFrame: number | null;
  /** The labels that answer every labeling task; empty without `--label`. */
  readonly labels: readonly string[];
};

/** A parsed command line. */
export type Command =
  | ServeCommand
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "invalid"; readonly message: string };

/** The default of `--port`. */
export const DEFAULT_PORT = 8787;

/**
 * Parses the arguments after the name of the command. Invalid arguments return an `invalid` command with a one-line
 * message; the function does not throw.
 */
export function parseCommand(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", short: "p" },
        host: { type: "string" },
        "allow-host": { type: "string", multiple: true },
        "own-host": { type: "string", multiple: true },
        config: { type: "string", short: "c" },
        faults: { type: "string", multiple: true },
        pace: { type: "string" },
        label: { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
    if (values.help === true) return { kind: "help" };
    if (values.version === true) return { kind: "version" };
    const port = values.port ?? String(DEFAULT_PORT);
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
      return invalid(`--port must be a number from 0 (a free port) to 65535, got "${port}".`);
    }
    const { pace } = values;
    if (pace !== undefined && !/^\d{1,7}(\.\d+)?$/.test(pace)) {
      return invalid(`--pace must be a number of milliseconds per frame, got "${pace}".`);
    }
    if (values.host === "")
      return invalid("--host must not be empty: an empty host would be every interface.");
    return {
      kind: "serve",
      port: Number(port),
      host: values.host ?? "127.0.0.1",
      allowedHosts: values["allow-host"] ?? [],
      ownHosts: values["own-host"] ?? [],
      configPath: values.config ?? null,
      faults: values.faults ?? [],
      msPerFrame: pace === undefined ? null : Number(pace),
      labels: values.label ?? [],
    };
  } catch (error) {
    return invalid(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
}

function invalid(message: string): Command {
  return { kind: "invalid", message };
}
