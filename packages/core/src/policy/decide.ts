import { HiveInputError } from "../error/hive-input-error.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import type { Frame } from "../result/frame.ts";
import { hasResults, isTask } from "../result/task.ts";
import type { Task } from "../result/task.ts";
import { createProgramDecider } from "./create-decider.ts";
import { findProgram } from "./define-policy.ts";
import type { Policy } from "./policy.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Applies a policy to a task, in the same way for an image, a GIF, a video and a text, from any generation of the API.
 *
 * A video is blocked if a condition of the policy's `block` holds. One frame is enough unless the condition requires
 * more. The order of frames does not matter: conditions on seconds use the times of frames. If a task has several
 * results, a condition applies to those whose models score its class, and holds if it holds in any of them.
 *
 * The task must have all its frames. If frames before the last one are missing, the verdict says so (`unseenFrames`).
 * It cannot know about frames after the last one: for a long task, use the task of `wait` or its frames, not a single
 * page.
 *
 * @throws HiveConfigError if the policy is not valid; see `definePolicy`.
 * @throws HiveInputError if the subject is neither a task nor frames.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
 *
 * const policy = definePolicy(RECOMMENDED_POLICY);
 * const hive = new HiveClient({ apiKey: "YOUR_KEY" });
 * const verdict = decide(await hive.classify({ url: "https://example.com/photo.jpg" }), policy);
 * if (verdict.decision === "allow") console.log("publish");
 * else console.log(verdict.decision, verdict.reasons, verdict.unevaluated);
 * ```
 */
export function decide(task: Task, policy: Policy): Verdict;
/**
 * Reads frames to the end and applies a policy to them. The verdict is the same as for the complete task. To stop
 * early, see `createDecider`.
 *
 * @param frames - A frame stream of the client is read to its end, and its summary provides the duration, text, labels
 * and success of the task. Other frames have no summary, so the verdict is never `allow`; see `createDecider`.
 * @throws HiveConfigError if the policy is not valid; see `definePolicy`. In that case, no frame is read.
 * @throws the error of the stream, if it fails. There is no verdict in that case.
 */
export function decide(frames: AsyncIterable<Frame>, policy: Policy): Promise<Verdict>;
export function decide(subject: Task | AsyncIterable<Frame>, policy: Policy): Verdict | Promise<Verdict> {
  if (typeof subject === "object" && subject !== null) {
    if (Symbol.asyncIterator in subject) return decideFrames(subject, policy);
    if ("then" in subject) {
      throw new HiveInputError("decide() got a promise; await it, and pass the task that it resolves to.");
    }
    if (isTask(subject)) return decideTask(subject, policy);
    if (hasResults(Reflect.get(subject, "results"))) {
      throw new HiveInputError(
        "decide() got a summary, which has no frames; pass the frames to createDecider(), and the summary to its verdict().",
      );
    }
  }
  throw new HiveInputError(
    "decide() requires a task from classify() or decodeTask(), or an async iterable of frames; for an array of frames, use createDecider().",
  );
}

function decideTask(task: Task, policy: Policy): Verdict {
  const decider = createProgramDecider(findProgram(policy));
  for (const [resultIndex, { frames }] of task.results.entries()) {
    for (const frame of frames) decider.takeFrom(resultIndex, frame);
  }
  return decider.verdict(task);
}

async function decideFrames(frames: AsyncIterable<Frame>, policy: Policy): Promise<Verdict> {
  const decider = createProgramDecider(findProgram(policy));
  for await (const frame of frames) decider.take(frame);
  return decider.verdict(isStream(frames) ? await frames.summary() : undefined);
}

function isStream(frames: AsyncIterable<Frame>): frames is FrameStream {
  return "summary" in frames && typeof frames.summary === "function";
}
