import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { CallsMemoryFacts, CallsMemoryTask } from "./calls-memory-program.ts";
import type { CallsFacts, CallsTask } from "./calls-program.ts";
import type { MemoryFacts, MemoryTask } from "./memory-program.ts";
import type { PolicyFacts, PolicyTask } from "./policy-program.ts";
import type { OperatorsFacts, OperatorsTask } from "./operators-program.ts";
import { NODE_24 } from "./runtimes.ts";
import type { Runtime } from "./runtimes.ts";
import type { SocketFacts, SocketTask } from "./socket-program.ts";
import type { ThroughputFacts, ThroughputTask } from "./throughput-program.ts";
import type { UploadFacts, UploadTask } from "./upload-program.ts";

/** The built programs with their arguments and outputs. */
type Programs = {
  readonly throughput: { readonly task: ThroughputTask; readonly facts: ThroughputFacts };
  readonly memory: { readonly task: MemoryTask; readonly facts: MemoryFacts };
  readonly socket: { readonly task: SocketTask; readonly facts: SocketFacts };
  readonly policy: { readonly task: PolicyTask; readonly facts: PolicyFacts };
  readonly operators: { readonly task: OperatorsTask; readonly facts: OperatorsFacts };
  readonly calls: { readonly task: CallsTask; readonly facts: CallsFacts };
  readonly "calls-memory": { readonly task: CallsMemoryTask; readonly facts: CallsMemoryFacts };
  readonly upload: { readonly task: UploadTask; readonly facts: UploadFacts };
};

/** A run of a program. */
export type ProgramRun<Name extends keyof Programs> = {
  readonly program: Name;
  readonly task: Programs[Name]["task"];
  readonly runtime?: Runtime | undefined;
  readonly flags?: readonly string[] | undefined;
};

/**
 * Runs a program in a fresh process and returns its output. The program does not outlive this process.
 *
 * @throws Error if the program failed, with the last line of its errors.
 */
export async function runProgram<Name extends keyof Programs>(
  run: ProgramRun<Name>,
): Promise<Programs[Name]["facts"]> {
  const { runtime = NODE_24, flags = [] } = run;
  const [command, ...args] = runtime.command(flags);
  // The built programs are next to this file.
  const path = fileURLToPath(new URL(`./${run.program}-program.js`, import.meta.url));
  const { HIVE_API_KEY: _key, ...env } = process.env;
  const child = spawn(command, [...args, path, JSON.stringify(run.task)], { env, stdio: "pipe" });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.stdin.end();
  try {
    const [output, errors, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    if (code === 0) return JSON.parse(output.trim().split("\n").at(-1) ?? "");
    const reason = /FATAL ERROR.*|^\w*Error:.*/m.exec(errors)?.[0] ?? errors.trim().split("\n").at(-1);
    throw new Error(`${runtime.name} exited with ${code ?? signal}: ${reason}`);
  } finally {
    process.off("exit", kill);
  }
}
