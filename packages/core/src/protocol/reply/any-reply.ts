import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { isObject } from "../../submission/is-object.ts";
import { outputReply } from "./output-reply.ts";
import type { ReplyFormat } from "./reply-format.ts";
import { statusReply } from "./status-reply.ts";

/** A reply of which nobody knows the generation, for example one that was kept: its outermost keys tell. */
export const anyReply: ReplyFormat = {
  resultIndexAt: (path) => statusReply.resultIndexAt(path) ?? outputReply.resultIndexAt(path),
  read(json, secrets) {
    if (!isObject(json) || !("output" in json)) return statusReply.read(json, secrets);
    if (!("status" in json)) return outputReply.read(json, secrets);
    throw new HiveDecodeError(
      "The reply has both status and output, so it is of no generation that Hivekit knows; it must not be read as a clean one.",
      { paths: ["status", "output"] },
    );
  },
};
