import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { repeatsKey } from "../protocol/wire/repeats-key.ts";
import type { ReplyBody } from "../frames/reply-source.ts";

/** The maximum string length of V8, in characters. */
export const MAX_TEXT_BYTES = 2 ** 29 - 24;

/**
 * Reads a complete body as JSON.
 *
 * @throws HiveDecodeError if it exceeds `replyBytes`, by default about 512 MiB; if it is not JSON: empty, cut off, or
 * HTML; or if an object repeats a key. The message for a body that is too large ends with `advice`. The error never
 * quotes the body.
 */
export async function readJson(
  body: ReplyBody,
  {
    replyBytes = MAX_TEXT_BYTES,
    advice = "raise it, or stream the frames",
  }: { readonly replyBytes?: number | null | undefined; readonly advice?: string } = {},
): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const chunk = await body.read();
    if (chunk === null) break;
    bytes += chunk.byteLength;
    if (replyBytes !== null && bytes > replyBytes) {
      body.close();
      throw new HiveDecodeError(`Hive's response exceeds limits.replyBytes (${replyBytes}); ${advice}.`, {
        byteOffset: bytes,
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  text += decoder.decode();
  return parseJson(text, bytes);
}

/**
 * Parses a complete body.
 *
 * @param bytes - Its size, for the error.
 * @throws HiveDecodeError as {@link readJson} does.
 */
export function parseJson(text: string, bytes: number): unknown {
  let form: string;
  try {
    const json: unknown = JSON.parse(text);
    if (!repeatsKey(text, json)) return json;
    form = "repeats a key";
  } catch {
    form = text.trim() === "" ? "is empty" : /^\s*</.test(text) ? "is HTML" : "is cut off or not valid JSON";
  }
  throw new HiveDecodeError(`Hive's response ${form}, after ${bytes} bytes; check baseUrl.`, {
    byteOffset: bytes,
  });
}
