import { parseArgs } from "node:util";

/** What the command line asks for. */
export type Command =
  | {
      readonly kind: "serve";
      readonly port: number;
      readonly host: string;
      readonly allowedHosts: readonly string[];
      readonly ownHosts: readonly string[];
      /** The path of the configuration file; `null` for none. */
      readonly configPath: string | null;
      /** As written; read by the emulator. */
      readonly faults: readonly string[];
      /** Milliseconds per frame; `null` where the command line says nothing. */
      readonly msPerFrame: number | null;
      /** What labeling answers at once; empty to wait for a person. */
      readonly labels: readonly string[];
    }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly message: string };

/** The port of the command when none is given. */
export const DEFAULT_PORT = 8787;

/** Reads the arguments after the command's name. A mistake is a result with one line to show, not an exception. */
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
      return wrong(`--port must be a number from 0 (a free port) to 65535, not "${port}".`);
    }
    const { pace } = values;
    if (pace !== undefined && !/^\d{1,7}(\.\d+)?$/.test(pace)) {
      return wrong(`--pace must be a number of milliseconds per frame, not "${pace}".`);
    }
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
    return wrong(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
}

function wrong(message: string): Command {
  return { kind: "wrong", message };
}
