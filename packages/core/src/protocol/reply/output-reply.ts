import { looseScalar, looseText, noResult } from "../read-wire.ts";
import { refuseFailure } from "./refuse-failure.ts";
import type { ReplyEnvelope, ReplyFormat } from "./reply-format.ts";

/** Replies of v3: one model, its frames in `output`; neither charge nor media nor project. */
export const outputReply: ReplyFormat = {
  resultIndexAt: (path) => (path.length === 1 && path[0] === "output" ? 0 : null),
  read,
};

function read(json: unknown, secrets: readonly string[]): ReplyEnvelope {
  const reply = refuseFailure(json, secrets);
  const { output } = reply;
  if (!Array.isArray(output)) {
    throw noResult(`${output === undefined ? "no" : "an odd"} output`, ["output"]);
  }
  return {
    head: {
      kind: "model",
      id: looseScalar(reply["task_id"]) ?? "",
      projectId: null,
      userId: null,
      createdOn: null,
      fromCache: false,
      metadata: null,
      labels: [],
      raw: json,
    },
    results: [
      {
        head: {
          status: null,
          model: { name: looseText(reply["model"]), version: looseScalar(reply["version"]), type: null },
          chargeUsd: null,
          createdOn: null,
          media: null,
          text: null,
        },
        output,
        outputAt: ["output"],
        failure: null,
        // v3 has no such word.
        isConfirmed: true,
      },
    ],
  };
}
