import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { UNFINISHED_SUFFIX } from "./desk-settings.ts";
import type { DeskSettings } from "./desk-settings.ts";
import type { ItemStore } from "./item-store.ts";

/**
 * Cleans up after the previous run of the desk: submissions that were in flight become `interrupted`, unfinished files
 * are deleted. Nothing is submitted again, because it may have been billed; a reviewer decides.
 */
export async function recoverItems(settings: DeskSettings, store: ItemStore): Promise<void> {
  for (const { id } of await store.findByState("submitting")) {
    await store.change(id, ["submitting"], { state: "interrupted", verdict: null, decision: null });
  }
  // Complete files stay: media without an item in this database may belong to another database.
  for (const name of await readdir(settings.mediaFolder)) {
    if (name.endsWith(UNFINISHED_SUFFIX)) await rm(join(settings.mediaFolder, name), { force: true });
  }
}
