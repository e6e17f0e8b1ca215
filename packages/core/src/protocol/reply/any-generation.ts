import { isObject } from "../../value/is-object.ts";
import { outputFormat } from "./output-format.ts";
import type { ReplyFormat } from "./reply-format.ts";
import { statusFormat } from "./status-format.ts";

/** A response of unknown generation, for example a stored one. Detects the format from the top-level keys. */
export const anyGeneration: ReplyFormat = {
  resultIndexAt: (path) => statusFormat.resultIndexAt(path) ?? outputFormat.resultIndexAt(path),
  read(json, secrets) {
    const isOutput = isObject(json) && "output" in json && (json["status"] ?? null) === null;
    return (isOutput ? outputFormat : statusFormat).read(json, secrets);
  },
};
