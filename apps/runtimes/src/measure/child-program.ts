import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Command } from "./runtimes.ts";

/** The time that a program has to exit after its input was closed, in milliseconds. */
const EXIT_TIMEOUT_MS = 5000;

/** A program in another process that prints lines of JSON and exits when its input is closed. */
export type ChildProgram = {
  /**
   * Reads the next line of its output.
   *
   * @throws Error if the program exits first.
   */
  readonly nextLine: () => Promise<string>;
  /** Closes its input and waits until it exits. */
  readonly end: () => Promise<void>;
};

/** Starts a program. It shares the standard error stream of this process and does not outlive it. */
export function startProgram([program, ...args]: Command): ChildProgram {
  const { HIVE_API_KEY: _key, ...environment } = process.env;
  const child = spawn(program, args, { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  // `nextLine` reports this error.
  ended.catch(() => {});
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async nextLine() {
      const line = await lines.next();
      if (line.done !== true) return line.value;
      // Rejects with the original error if the program could not be started.
      await ended;
      throw new Error(`${program} exited before it printed a line`);
    },
    async end() {
      child.stdin.end();
      const timer = setTimeout(kill, EXIT_TIMEOUT_MS);
      await ended.catch(() => {});
      clearTimeout(timer);
      process.off("exit", kill);
    },
  };
}
