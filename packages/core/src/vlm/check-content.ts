import { extend } from "../client/option-checks.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { mustBe, objectOf, oneOf, positiveNumber, required, stringValue } from "../options/check-options.ts";
import type { OptionCheck, OptionChecks } from "../options/check-options.ts";
import type { ChatMedia } from "../protocol/chat/plan-chat.ts";
import { CONTENT_TYPE } from "../submission/media-type.ts";
import type { MediaSource } from "../submission/submission.ts";
import { webUrl } from "../submission/web-url.ts";
import { toWellFormed } from "../value/well-formed.ts";
import type { JudgeItem } from "./judge-options.ts";
import type { VlmImage, VlmVideo } from "./question.ts";

const DEFAULT_FPS = 1;

/** Content of a valid form. */
export type CheckedContent = {
  readonly media: readonly ChatMedia[];
  /** The text, well-formed and not yet fenced; `null` for none. */
  readonly text: string | null;
  /** Values that must not appear in errors. */
  readonly secrets: readonly string[];
};

const media: OptionCheck = mustBe(
  "bytes, a stream, a file or a function that opens one (for a path, use fromPath of @hivekit/core/node; for a URL, use url)",
  (value) => typeof value === "function" || (typeof value === "object" && value !== null),
);

const contentType: OptionCheck = mustBe(
  "a media type such as image/jpeg",
  (value) => typeof value === "string" && CONTENT_TYPE.test(value),
);

const checkImage = objectOf<Record<"media" | "url" | "contentType", unknown>>({
  media,
  url: webUrl,
  contentType,
});

const isFilledList = mustBe(
  "a list of at least one image",
  (value) => Array.isArray(value) && value.length > 0,
);

/** Checks the content of a question or of an item to be judged, except its text. */
export const MEDIA_CHECKS: OptionChecks<Pick<JudgeItem, "media" | "url" | "images" | "video">> = {
  media,
  url: webUrl,
  images: (value, path, report) => {
    isFilledList(value, path, report);
    // Also the holes of a sparse list, which `forEach` would skip.
    for (const [index, image] of (Array.isArray(value) ? value : []).entries()) {
      required(checkImage)(image, `${path}[${index}]`, report);
    }
  },
  video: objectOf<VlmVideo>({ fps: positiveNumber, scope: oneOf("once", "perFrame") }),
};

const checkItem = objectOf<JudgeItem>(
  extend(MEDIA_CHECKS, { contentType, filename: stringValue, text: stringValue }),
);

/**
 * Checks an item to be judged.
 *
 * @throws HiveInputError if a key is unknown, a value has the wrong type, the keys contradict each other, or there is
 * no content.
 */
export function checkJudgeItem(item: JudgeItem): CheckedContent {
  checkItem(item ?? null, "item", (path, problem) => {
    throw new HiveInputError(`${path} ${problem}.`);
  });
  const content = readContent("item", item);
  if (content.media.length > 0 || content.text !== null) return content;
  throw new HiveInputError("The item has no content; pass media, url, images or text.");
}

/**
 * Reads content after its values have been checked. An empty text counts as absent.
 *
 * @param of - The name of the object in messages.
 * @throws HiveInputError if the keys contradict each other.
 */
export function readContent(of: string, content: JudgeItem): CheckedContent {
  const { text = "" } = content;
  const urls = [content, ...(content.images ?? [])].map(({ url }) => String(url ?? ""));
  return {
    media: listMedia(of, content),
    text: text === "" ? null : toWellFormed(text),
    // Origin and path of a URL are not secret.
    secrets: [text, ...urls.map((url) => url.replace(/^[^?#]*[?#]?/, ""))].map(toWellFormed),
  };
}

function listMedia(of: string, content: JudgeItem): readonly ChatMedia[] {
  const { media: source, url, images, video } = content;
  if ([source, url, images].filter((given) => given !== undefined).length > 1) {
    throw new HiveInputError(`The ${of} has more than one of media, url and images; pass one of them.`);
  }
  if (content.contentType !== undefined && source === undefined) {
    throw new HiveInputError(`${of}.contentType requires media.`);
  }
  if (video !== undefined) {
    if (url === undefined) {
      throw new HiveInputError(`${of}.video requires url: Hive accepts a video only by its URL.`);
    }
    const { fps = DEFAULT_FPS, scope = "once" } = video;
    return [{ kind: "video", url: toWellFormed(String(url)), fps, scope }];
  }
  if (source !== undefined) return [toUpload(source, content.contentType)];
  return (images ?? (url === undefined ? [] : [{ url }])).map((image, index) =>
    toChatMedia(image, `${of}.images[${index}]`),
  );
}

function toChatMedia(image: VlmImage, path: string): ChatMedia {
  if ((image.media === undefined) === (image.url === undefined)) {
    throw new HiveInputError(`${path} must have exactly one of media and url.`);
  }
  if (image.media !== undefined) return toUpload(image.media, image.contentType);
  if ("contentType" in image && image.contentType !== undefined) {
    throw new HiveInputError(`${path}.contentType requires media.`);
  }
  return { kind: "image", url: toWellFormed(String(image.url)) };
}

function toUpload(source: MediaSource, type: string | null = null): ChatMedia {
  return { kind: "upload", upload: { source, filename: null, contentType: type } };
}
