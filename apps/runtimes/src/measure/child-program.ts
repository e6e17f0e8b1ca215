import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Command } from "./runtimes.ts";

/** How long a program may take to end once its input was closed. */
const END_WITHIN_MS = 5000;

/** A program in another process that prints lines of JSON and ends when its input is closed. */
export type ChildProgram = {
  /**
   * The next line that it prints.
   *
   * @throws Error if it ended before.
   */
  readonly nextLine: () => Promise<string>;
  /** Closes its input, and waits for its end. */
  readonly end: () => Promise<void>;
};

/** Starts a program. Its errors go to ours; it does not outlive us. */
export function startProgram([program, ...args]: Command): ChildProgram {
  const { HIVE_API_KEY: _key, ...environment } = process.env;
  const child = spawn(program, args, { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  // Whoever waits for a line is told that there is none.
  ended.catch(() => {});
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async nextLine() {
      const line = await lines.next();
      if (line.done !== true) return line.value;
      // A program that could not be started has an error of its own.
      await ended;
      throw new Error(`${program} ended before it said anything`);
    },
    async end() {
      child.stdin.end();
      const timer = setTimeout(kill, END_WITHIN_MS);
      await ended.catch(() => {});
      clearTimeout(timer);
      process.off("exit", kill);
    },
  };
}
