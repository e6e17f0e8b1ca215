import { ApiError } from "../error/api-error.ts";
import { createTurns } from "../time/turns.ts";
import { createBlobCollector } from "./collect-blob.ts";

/** The maximum size of media in base64, in bytes. Source: reference/hive-api.md, section 3.1: 20 MB. */
export const MAX_BASE64_MEDIA_BYTES = 20 * 1024 * 1024;
/**
 * The number of characters that are decoded at a time. A multiple of four, because four characters encode three bytes.
 */
const BATCH_CHARACTERS = 256 * 1024;

/**
 * Decodes a `data:` URI, as in Hive's samples, or plain base64. The type of a `data:` URI is the type that the uploader
 * declares. Other work can run between two parts. Source: reference/hive-api-2.md, section 5.1.
 *
 * @param options.field - the field that contains the text, for messages.
 * @param options.advice - what to do with larger media.
 * @throws ApiError 400 for any other text, 413 above the limit.
 */
export async function decodeBase64(
  base64: string,
  { field, advice }: { readonly field: string; readonly advice: string },
): Promise<Blob> {
  const text = base64.trimEnd();
  const takeTurns = createTurns();
  const collector = createBlobCollector();
  const [prefix = "", type = ""] = /^data:([^,]{0,1000}?);base64,/i.exec(text) ?? [];
  let sizeBytes = 0;
  // Characters that are not decoded yet, because their number is not a multiple of four.
  let rest = "";
  for (let index = prefix.length; index < text.length; index += BATCH_CHARACTERS) {
    const isLast = index + BATCH_CHARACTERS >= text.length;
    const characters = rest + text.slice(index, index + BATCH_CHARACTERS).replace(/[\t\n\f\r ]+/g, "");
    const end = isLast ? characters.length : characters.length - (characters.length % 4);
    rest = characters.slice(end);
    const bytes = decodePart(characters.slice(0, end), { isLast, field });
    sizeBytes += bytes.byteLength;
    if (sizeBytes > MAX_BASE64_MEDIA_BYTES) {
      throw new ApiError(
        413,
        `${field} exceeds ${MAX_BASE64_MEDIA_BYTES} bytes, Hive's limit for base64. ${advice}`,
      );
    }
    collector.add(bytes);
    await takeTurns();
  }
  return collector.toBlob(type);
}

/** @param options.isLast - only the last part may be padded. */
function decodePart(
  base64: string,
  { isLast, field }: { readonly isLast: boolean; readonly field: string },
): Uint8Array<ArrayBuffer> {
  try {
    if (!isLast && base64.includes("=")) throw new Error("padding in the middle");
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    return bytes;
  } catch {
    throw new ApiError(400, `${field} must be base64 or a data: URI.`);
  }
}
