// Contends for the lock of a folder: reads a line of JSON per round from its input, and responds with a line.
import { createInterface } from "node:readline";
import { lockFolder } from "../../src/database/lock-folder.ts";

/** A round: the folder to lock, or `null` to release the lock. */
export type LockRound = { readonly folder: string | null };
/** The response: `locked`, `refused` with the reason, or `released`. */
export type LockOutcome = { readonly state: "locked" | "refused" | "released"; readonly reason?: string };

let held: Disposable | null = null;
for await (const line of createInterface({ input: process.stdin })) {
  const { folder }: LockRound = JSON.parse(line);
  console.log(JSON.stringify(folder === null ? release() : await lock(folder)));
}

async function lock(folder: string): Promise<LockOutcome> {
  try {
    held = await lockFolder(folder);
    return { state: "locked" };
  } catch (error) {
    return { state: "refused", reason: String(error) };
  }
}

function release(): LockOutcome {
  held?.[Symbol.dispose]();
  held = null;
  return { state: "released" };
}
