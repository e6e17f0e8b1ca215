import { HiveInputError } from "../error/hive-input-error.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import type { Frame } from "../result/frame.ts";
import type { Task } from "../result/task.ts";
import { createTaker } from "./create-decider.ts";
import { programOf } from "./define-policy.ts";
import type { Policy } from "./policy.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Says what a policy makes of a task: the same for a picture, a GIF, a video and a text, whatever generation of the API it comes from.
 *
 * A video is blocked if a condition of the policy's `block` holds, which is in a single frame unless it asks for more. The order of
 * frames does not matter: conditions on seconds go by their times. Of several results a condition concerns those whose models
 * have its class, and holds if it holds in one of them.
 *
 * All frames have to be there. Those before the last one are missed if they are not (`unseenFrames`); those behind it cannot be: of a long
 * task take what `wait` gives, or its frames, and not one page of it.
 *
 * @throws HiveConfigError if the policy is not right, as `definePolicy` says.
 * @throws HiveInputError if it gets neither a task nor frames.
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
 * Says what a policy makes of frames, when the last one has come: the same verdict as of the whole task. To stop earlier,
 * see `createDecider`.
 *
 * @param frames - A stream of the client's is read to its end, and its summary is used for duration, text, labels and whether Hive
 * says that the task succeeded. Other frames come without: the verdict is never `allow`, see `createDecider`.
 * @throws HiveConfigError if the policy is not right, as `definePolicy` says. Nothing is read then.
 * @throws what the frames throw: of a stream that breaks off there is no verdict.
 */
export function decide(frames: AsyncIterable<Frame>, policy: Policy): Promise<Verdict>;
export function decide(subject: Task | AsyncIterable<Frame>, policy: Policy): Verdict | Promise<Verdict> {
  if (typeof subject === "object" && subject !== null) {
    if (Symbol.asyncIterator in subject) return decideFrames(subject, policy);
    if ("then" in subject) {
      throw new HiveInputError("decide() got a promise; await it, and decide on the task that it gives.");
    }
    if (Array.isArray(subject.results)) {
      if (subject.results.every(({ frames }) => Array.isArray(frames))) return decideTask(subject, policy);
      throw new HiveInputError(
        "decide() got a summary, which has no frames; take the frames with createDecider(), and give the summary to its verdict().",
      );
    }
  }
  throw new HiveInputError(
    "decide() takes a task, as classify() and decodeTask() give it, or an async iterable of frames; of frames in a list, take one by one with createDecider().",
  );
}

function decideTask(task: Task, policy: Policy): Verdict {
  const taker = createTaker(programOf(policy));
  for (const [resultIndex, { frames }] of task.results.entries()) {
    for (const frame of frames) taker.takeIn(resultIndex, frame);
  }
  return taker.verdict(task);
}

async function decideFrames(frames: AsyncIterable<Frame>, policy: Policy): Promise<Verdict> {
  const taker = createTaker(programOf(policy));
  for await (const frame of frames) taker.take(frame);
  return taker.verdict(isStream(frames) ? await frames.summary() : undefined);
}

function isStream(frames: AsyncIterable<Frame>): frames is FrameStream {
  return "summary" in frames && typeof frames.summary === "function";
}
