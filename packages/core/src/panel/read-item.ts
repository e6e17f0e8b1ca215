import { HiveInputError } from "../error/hive-input-error.ts";
import { checkSubmission } from "../submission/check-submission.ts";
import type { MediaSource, Submission } from "../submission/submission.ts";
import { canReopen } from "../submission/upload.ts";
import { isObject } from "../value/is-object.ts";
import type { PanelParts } from "./panel-options.ts";

/** A checked item, divided into its parts. */
export type PanelItem = {
  /** The media, or its URL; `null` if there is none. */
  readonly media: Submission | null;
  /** The text; `null` if the item has none. */
  readonly text: string | null;
  /** The source of the media if it can be read only once; otherwise `null`. */
  readonly oneShot: MediaSource | null;
};

/**
 * Checks an item and divides it into its parts. An empty text counts as absent.
 *
 * @throws HiveInputError if the item is not a valid submission.
 */
export function readItem(item: Submission): PanelItem {
  const checked = checkSubmission(isObject(item) && item.text === "" ? omitText(item) : item);
  switch (checked.kind) {
    case "media": {
      const { source, filename, contentType } = checked.upload;
      const media = {
        media: source,
        ...(filename === null ? {} : { filename }),
        ...(contentType === null ? {} : { contentType }),
      };
      return { media, text: checked.text, oneShot: canReopen(checked.upload) ? null : source };
    }
    case "url":
      return { media: { url: checked.url }, text: checked.text, oneShot: null };
    case "text":
      return { media: null, text: checked.text, oneShot: null };
    default: {
      const never: never = checked;
      return never;
    }
  }
}

function omitText({ text: _text, ...rest }: Submission): Partial<Submission> {
  return rest;
}

/**
 * Returns the parts of an item that a member takes; `null` if the item has none of them. Each member gets an object of
 * its own, so that a function cannot change what others receive.
 */
export function pickParts({ media, text }: PanelItem, takes: PanelParts): Submission | null {
  const given = takes === "media" ? null : text;
  if (takes === "text" || media === null) return given === null ? null : { text: given };
  return given === null ? { ...media } : { ...media, text: given };
}

/** Checks whether a member takes each part of an item. */
export function isCovered({ media, text }: PanelItem, takes: readonly PanelParts[]): boolean {
  const isTaken = (part: PanelParts): boolean => takes.includes(part) || takes.includes("both");
  return (media === null || isTaken("media")) && (text === null || isTaken("text"));
}

/**
 * Checks that no media that can be read only once goes to two members.
 *
 * @param sources - The source for each member that takes it.
 * @throws HiveInputError if a source is there twice.
 */
export function rejectSharedStreams(sources: readonly MediaSource[]): void {
  const shared = sources.find((source, index) => sources.indexOf(source) !== index);
  if (shared === undefined) return;
  const count = sources.filter((source) => source === shared).length;
  throw new HiveInputError(
    `The media can be read only once, and ${count} members take it; pass a Blob, bytes, or a function that opens the media.`,
  );
}
