import type { ItemWork } from "./item-work.ts";

/** Submits asynchronously. Hive posts the result to a callback. */
export async function submitForCallback({ item, hive, submission, signal, write }: ItemWork): Promise<void> {
  // Hive returns the item's id with the result, in case this process ends before the task id is stored.
  const { id: taskId } = await hive.submit(submission, { signal, metadata: item.id });
  await write({ state: "waiting", taskId });
}
