import type { Submission } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import type { Item } from "../../api/desk-api.ts";
import type { DeskSettings } from "./desk-settings.ts";

/** Creates the submission of an item. Its media is opened when it is sent. */
export function toSubmission(
  { id, source }: Pick<Item, "id" | "source">,
  settings: Pick<DeskSettings, "mediaPath">,
): Submission {
  if (source.kind === "url") return { url: source.url };
  if (source.kind === "text") return { text: source.text };
  const { filename, contentType } = source;
  return { media: fromPath(settings.mediaPath(id)), filename, contentType };
}
