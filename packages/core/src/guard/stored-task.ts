import { redactTask } from "../protocol/redact-task.ts";
import { isTask } from "../result/task.ts";
import type { Task } from "../result/task.ts";
import { hashText } from "./byte-hash.ts";
import type { ByteHash } from "./byte-hash.ts";
import { withoutRaw } from "./reused-task.ts";

/** Raise the number when the type of a task changes: a policy would misread an entry of another form. */
const FORMAT = "hivekit-verdict-1";
/** How far the clocks of two machines may differ: 1 minute. */
const MAX_CLOCK_SKEW_MS = 60_000;

/** The key, the current time and the hash with which an entry is written or read. */
export type EntryContext = {
  readonly key: string;
  readonly nowMs: number;
  readonly createHash: () => ByteHash;
};

/** Writes a redacted task as an entry of a store. The checksum binds it to its key. */
export async function writeEntry(task: Task, { key, nowMs, createHash }: EntryContext): Promise<string> {
  const body = JSON.stringify({ storedAtMs: nowMs, task: withoutRaw(redactTask(task)) });
  return `${FORMAT}:${await hashText(key + body, createHash)}:${body}`;
}

/**
 * Reads an entry of a store. `null` if it is damaged, from another key or version, or older than `maxAgeMs`.
 */
export async function readEntry(
  entry: unknown,
  context: EntryContext & { readonly maxAgeMs: number },
): Promise<Task | null> {
  const { key, nowMs, createHash, maxAgeMs } = context;
  if (typeof entry !== "string") return null;
  const [format = "", sum = ""] = entry.split(":", 2);
  const body = entry.slice(format.length + sum.length + 2);
  if (format !== FORMAT || (await hashText(key + body, createHash)) !== sum) return null;
  const { storedAtMs, task }: { readonly storedAtMs: unknown; readonly task: unknown } = JSON.parse(body);
  const ageMs = nowMs - Number(storedAtMs);
  if (!(ageMs >= -MAX_CLOCK_SKEW_MS && ageMs < maxAgeMs)) return null;
  return isTask(task) ? restoreDates(task) : null;
}

function restoreDates(task: Task): Task {
  return {
    ...task,
    createdOn: readDate(task.createdOn),
    results: task.results.map((result) => ({ ...result, createdOn: readDate(result.createdOn) })),
  };
}

function readDate(value: unknown): Date | null {
  return typeof value === "string" ? new Date(value) : null;
}
