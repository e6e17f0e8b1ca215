import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { isObject } from "../../value/is-object.ts";
import { outputFormat } from "./output-format.ts";
import type { ReplyFormat } from "./reply-format.ts";
import { statusFormat } from "./status-format.ts";

/** A response of unknown generation, for example a stored one. Detects the format from the top-level keys. */
export const anyGeneration: ReplyFormat = {
  resultIndexAt: (path) => statusFormat.resultIndexAt(path) ?? outputFormat.resultIndexAt(path),
  read(json, secrets) {
    if (!isObject(json) || !("output" in json)) return statusFormat.read(json, secrets);
    if (!("status" in json)) return outputFormat.read(json, secrets);
    throw new HiveDecodeError(
      "The response has both status and output, so its API generation is unknown and it cannot be decoded.",
      { paths: ["status", "output"] },
    );
  },
};
