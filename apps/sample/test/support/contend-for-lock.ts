import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LockOutcome, LockRound } from "./lock-program.ts";

const PROGRAM = fileURLToPath(new URL("lock-program.ts", import.meta.url));
/** Every tenth owner is killed, so that the next round starts with the lock file of a dead process. */
const ROUNDS_PER_KILL = 10;

/** A process that locks folders on request. */
export type LockProcess = {
  readonly child: ChildProcess;
  readonly send: (round: LockRound) => Promise<LockOutcome>;
};

/** Starts a process that locks folders. */
export function startLockProcess(): LockProcess {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    send: async (round) => {
      child.stdin.write(`${JSON.stringify(round)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error("The process that locks folders exited.");
      return JSON.parse(line.value);
    },
  };
}

/** Kills a process as the out-of-memory killer does, and waits for its end. */
export async function killProcess(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Has two processes lock a folder at the same moment, many times. @returns the number of owners of each round */
export async function contendForLock(folder: string, rounds: number): Promise<readonly number[]> {
  const contenders = [startLockProcess(), startLockProcess()];
  const owners: number[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const outcomes = await Promise.all(contenders.map(({ send }) => send({ folder })));
      owners.push(outcomes.filter(({ state }) => state === "locked").length);
      const isKilled = round % ROUNDS_PER_KILL === 0;
      for (const [place, contender] of contenders.entries()) {
        if (!isKilled || outcomes[place]?.state !== "locked") await contender.send({ folder: null });
        else {
          await killProcess(contender.child);
          contenders[place] = startLockProcess();
        }
      }
    }
    return owners;
  } finally {
    for (const { child } of contenders) await killProcess(child);
  }
}
