import { HiveInputError } from "../../error/hive-input-error.ts";
import type { CheckedSubmission } from "../../submission/check-submission.ts";
import type { FormField, JsonPath, Protocol, RequestPlan } from "../protocol.ts";
import { decodeFrame } from "./decode-frame.ts";
import { decodeSummary, decodeTask } from "./decode-task.ts";

/**
 * The first generation of Hive's API, the one its documentation describes in full.
 *
 * Source: Hive's v1 documentation (read 2026-11-24). Where it contradicts itself or live replies: docs/discoveries.md.
 */
export const v1Protocol: Protocol = {
  api: "v1",
  authScheme: "Token",
  plan,
  decodeTask,
  resultIndexAt,
  decodeFrame: (json, position) =>
    decodeFrame(json, {
      ...position,
      at: ["status", position.resultIndex, "response", "output", position.index],
    }),
  decodeSummary,
};

function plan(submission: CheckedSubmission): RequestPlan {
  return { method: "POST", path: "/api/v1/tag/task", form: formOf(submission) };
}

function formOf(submission: CheckedSubmission): readonly FormField[] {
  if (submission.kind === "text") {
    throw new HiveInputError("Hive's v1 takes text beside media only; give media or url with it.");
  }
  // The text goes first: a server that reads the form as it comes has it before the long part.
  const text: FormField[] = submission.text === null ? [] : [{ name: "text", value: submission.text }];
  return submission.kind === "media"
    ? [...text, { name: "image", upload: submission.upload }]
    : [...text, { name: "image_url", value: submission.url }];
}

/** `status` is one object, or a list of such objects: both forms are live. */
function resultIndexAt(path: JsonPath): number | null {
  if (path[0] !== "status") return null;
  if (path.length === 3 && path[1] === "response" && path[2] === "output") return 0;
  const index = path[1];
  if (path.length === 4 && typeof index === "number" && path[2] === "response" && path[3] === "output")
    return index;
  return null;
}
