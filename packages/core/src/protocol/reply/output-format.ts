import { isObject } from "../../value/is-object.ts";
import { looseScalar, looseText, noResult } from "../wire/read-wire.ts";
import { listFrames } from "./reply-format.ts";
import type { ReplyEnvelope, ReplyFormat } from "./reply-format.ts";
import { requireSuccess } from "./require-success.ts";
import { decodeResultHead, decodeTaskHead } from "./result-head.ts";

/** Responses of v3: one model, frames in `output`; no charge, media or project. */
export const outputFormat: ReplyFormat = {
  resultIndexAt: (path) => (path.length === 1 && path[0] === "output" ? 0 : null),
  read,
};

function read(json: unknown, secrets: readonly string[]): ReplyEnvelope {
  const reply = requireSuccess(json, secrets);
  const { output } = reply;
  if (!isObject(output) && !Array.isArray(output)) {
    throw noResult(`output is ${output === undefined ? "missing" : "malformed"}`, ["output"]);
  }
  return {
    // Other keys are not documented.
    head: { ...decodeTaskHead({ task_id: reply["task_id"] }, null), raw: json },
    results: [
      {
        head: {
          ...decodeResultHead({ code: null, message: null }, {}, () => []),
          model: { name: looseText(reply["model"]), version: looseScalar(reply["version"]), type: null },
        },
        ...listFrames(output, ["output"]),
        failure: null,
        // v3 sends no status.
        isConfirmed: true,
      },
    ],
  };
}
