import { createEmulator, EmulatorOptionsError, JournalMismatch } from "@hivekit/emulator";
import type { Emulator, EmulatorFault, EmulatorReply, EmulatorRule, JournalEntry } from "@hivekit/emulator";

const rule: EmulatorRule = { match: { name: "gun.jpg" }, classes: { gun_in_hand: 0.98 } };
const fault: EmulatorFault = { kind: "stall-headers", ms: 10, times: 1 };

export async function journalOf(
  fetcher: (fetch: typeof globalThis.fetch) => Promise<void>,
): Promise<readonly JournalEntry[]> {
  await using emulator: Emulator = createEmulator({ rules: [rule], faults: [fault] });
  await fetcher(emulator.fetch);
  const reply: EmulatorReply | undefined = emulator.tasks.get("task-1");
  return reply === undefined ? emulator.journal : [];
}

export const isOurs = (error: unknown): boolean =>
  error instanceof EmulatorOptionsError || error instanceof JournalMismatch;
// @ts-expect-error -- no such fault
export const wrong: EmulatorFault = { kind: "earthquake" };
