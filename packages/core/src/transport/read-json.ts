import { HiveDecodeError } from "../error/hive-decode-error.ts";
import type { ReplyBody } from "../frames/reply-body.ts";

/**
 * Reads a whole body as JSON.
 *
 * @throws HiveDecodeError if it is empty, cut short, HTML, or anything else that is no JSON; the body is never quoted.
 */
export async function readJson(body: ReplyBody): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const piece = await body.read();
    if (piece === null) break;
    bytes += piece.byteLength;
    text += decoder.decode(piece, { stream: true });
  }
  text += decoder.decode();
  try {
    return JSON.parse(text);
  } catch {
    const form = text.trim() === "" ? "is empty" : /^\s*</.test(text) ? "is HTML" : "is no whole JSON";
    throw new HiveDecodeError(
      `Hive's reply ${form}, after ${bytes} bytes, so it holds no result; check baseUrl.`,
      { byteOffset: bytes },
    );
  }
}
