import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Answers } from "./answers.ts";
import { UPLOAD_ENDING } from "./desk-settings.ts";
import type { DeskSettings } from "./desk-settings.ts";
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
  // Nothing else: the media of an item that this database does not know may be another one's.
  for (const name of await readdir(settings.mediaFolder)) {
    if (name.endsWith(UPLOAD_ENDING)) await rm(join(settings.mediaFolder, name), { force: true });
  }
  answers.keepLooking();
}
