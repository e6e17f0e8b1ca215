import { readdir, rm } from "node:fs/promises";
import type { Answers } from "./answers.ts";
import type { DeskSettings } from "./desk-settings.ts";
import { failureOf } from "./failure.ts";
import type { ItemStore } from "./item-store.ts";

/** Puts in order what the desk before this one left behind. Submits nothing: what was in flight may have been billed, so that is for a person to say. */
export async function recover(of: {
  readonly settings: DeskSettings;
  readonly store: ItemStore;
  readonly answers: Answers;
}): Promise<void> {
  const { settings, store, answers } = of;
  for (const { id } of await store.inState("submitting")) {
    await store.change(id, ["submitting"], { state: "interrupted", verdict: null, decision: null });
  }
  // Uploads that never became an item.
  const ids = await store.ids();
  for (const name of await readdir(settings.mediaFolder)) {
    const [id = ""] = name.split(".");
    if (!ids.has(id)) await rm(settings.mediaPath(name), { force: true });
  }
  // Hive may be slow to answer: nobody waits for it.
  answers.lookAtAll().catch(failureOf);
}
