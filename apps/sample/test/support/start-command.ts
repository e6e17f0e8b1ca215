import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

// The built command that `npm start` runs. The tests run after the build.
const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A demo file that the command processes quickly. */
export const PICTURE = fileURLToPath(new URL("../../../../demo-media/shapes.jpg", import.meta.url));

/** The outcome of the command. */
type Outcome = { readonly code: number | null; readonly out: string; readonly err: string };

/** A running command. */
export type RunningCommand = {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** Waits until the output contains a text. @returns the output; rejects if the command exits before that */
  readonly waitForOutput: (text: string) => Promise<string>;
};

/** Starts the command without the API key and the database in the environment, unless they are given. */
export function startCommand(args: readonly string[], environment: NodeJS.ProcessEnv = {}): RunningCommand {
  const { HIVE_API_KEY: _key, HIVE_BASE_URL: _url, DATABASE_URL: _database, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const outcome = once(child, "close").then(([code]): Outcome => ({ code, out, err }));
  const waitForOutput = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (out.includes(text)) resolve(out);
      };
      child.stdout.on("data", check);
      void outcome.then(() =>
        reject(new Error(`The command exited before it printed ${text}:\n${out}${err}`)),
      );
      check();
    });
  return { child, outcome, waitForOutput };
}

/** Starts the command and waits until it serves the page. @returns the command, and the URL of the page */
export async function startDesk(
  args: readonly string[],
  environment?: NodeJS.ProcessEnv,
): Promise<RunningCommand & { readonly url: string }> {
  const command = startCommand(["--port", "0", ...args, PICTURE], environment);
  const output = await command.waitForOutput("Press Ctrl-C");
  return { ...command, url: /Serving on (\S+):/.exec(output)?.[1] ?? "" };
}
