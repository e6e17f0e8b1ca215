import { ApiError } from "../error/api-error.ts";
import { MAX_FIELD_BYTES, MAX_FIELDS, type BodyParser } from "./body-parser.ts";

/** Creates a parser for a form with the type `application/x-www-form-urlencoded`, which cannot contain a file. */
export function createUrlencodedParser(): BodyParser {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  return {
    write: (chunk) => {
      size += chunk.byteLength;
      if (size > MAX_FIELD_BYTES) {
        throw new ApiError(
          413,
          `A urlencoded form must not exceed ${MAX_FIELD_BYTES} bytes. Send a file as multipart/form-data.`,
        );
      }
      text += decoder.decode(chunk, { stream: true });
    },
    end: async () => {
      text += decoder.decode();
      if (text.split("&", MAX_FIELDS + 1).length > MAX_FIELDS) {
        throw new ApiError(413, `The form has more than ${MAX_FIELDS} fields.`);
      }
      const form = new FormData();
      for (const [name, value] of new URLSearchParams(text)) form.append(name, value);
      return { kind: "form", form };
    },
  };
}
