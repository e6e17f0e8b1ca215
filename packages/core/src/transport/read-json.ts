import { HiveDecodeError } from "../error/hive-decode-error.ts";
import type { ReplyBody } from "../frames/reply-body.ts";

/** The longest text that V8 makes has as many characters. */
const MOST_BYTES = 2 ** 29 - 24;

/**
 * Reads a whole body as JSON.
 *
 * @throws HiveDecodeError if it has more than `replyBytes`, about 512 MiB by default; if it is empty, cut short, HTML, or anything else that is no JSON; the body is never quoted.
 */
export async function readJson(
  body: ReplyBody,
  { replyBytes = MOST_BYTES }: { readonly replyBytes?: number | null | undefined } = {},
): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const piece = await body.read();
    if (piece === null) break;
    bytes += piece.byteLength;
    if (replyBytes !== null && bytes > replyBytes) {
      body.close();
      throw new HiveDecodeError(
        `Hive's reply is over limits.replyBytes (${replyBytes}); raise it, or use a stream.`,
        { byteOffset: bytes },
      );
    }
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
