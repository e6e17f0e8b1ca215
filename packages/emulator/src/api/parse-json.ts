import { Tokenizer, TokenParser } from "@streamparser/json";
import { ApiError } from "../error/api-error.ts";
import type { BodyParser } from "./body-parser.ts";

/** The maximum number of tokens: brackets, colons, commas, keys and values. */
const MAX_TOKENS = 10_000;
/**
 * Strings and numbers are decoded in parts of this size. Otherwise, a long one would need several times its size in
 * memory.
 */
const BUFFER_BYTES = 64 * 1024;

/**
 * Creates a parser for JSON.
 *
 * @param maxBytes - the maximum size of the body.
 * @param fileAdvice - what to do with a larger file.
 */
export function createJsonParser(
  maxBytes: number,
  fileAdvice = "Send a file as multipart/form-data.",
): BodyParser {
  const tokenizer = new Tokenizer({ stringBufferSize: BUFFER_BYTES, numberBufferSize: BUFFER_BYTES });
  const parser = new TokenParser({ paths: ["$"] });
  let size = 0;
  let tokenCount = 0;
  // Set when the value is complete.
  let json: { readonly value: unknown } | null = null;
  tokenizer.onToken = (token) => {
    tokenCount += 1;
    if (tokenCount > MAX_TOKENS) {
      throw new ApiError(
        413,
        `The JSON has more than ${MAX_TOKENS} tokens (brackets, colons, commas, keys and values). Send fewer.`,
      );
    }
    parser.write(token);
  };
  parser.onValue = ({ value }) => {
    json = { value };
  };
  return {
    write: (chunk) => {
      size += chunk.byteLength;
      if (size > maxBytes) {
        throw new ApiError(413, `JSON must not exceed ${maxBytes} bytes on this route. ${fileAdvice}`);
      }
      try {
        tokenizer.write(chunk);
      } catch (error) {
        throw error instanceof ApiError ? error : createMalformedError();
      }
    },
    end: async () => {
      try {
        tokenizer.end();
      } catch {
        throw createMalformedError();
      }
      if (json === null) throw createMalformedError();
      return { kind: "json", json: json.value };
    },
  };
}

/** The parser's message is omitted, because it quotes the value. */
function createMalformedError(): ApiError {
  return new ApiError(400, "The body has the Content-Type application/json, but is not valid JSON.");
}
