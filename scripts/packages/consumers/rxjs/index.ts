import { HiveClient } from "@hivekit/core";
import type { Frame, TaskSummary } from "@hivekit/core";
import { STRICT_POLICY } from "@hivekit/core/policy";
import { HiveVlm } from "@hivekit/core/vlm";
import {
  aboveThreshold,
  framesOf,
  framesOfTask,
  judgementsOf,
  mapFrames,
  peakScores,
  segments,
  takeUntilVerdict,
  tasksOf,
} from "@hivekit/rxjs";
import type { JudgementOutcome, PeakScore, Segment, TaskOutcome } from "@hivekit/rxjs";
import { from, take } from "rxjs";
import type { Observable } from "rxjs";

const hive = new HiveClient({ apiKey: "k" });
const submission = { url: "https://a.example/clip.mp4" };
let summary: TaskSummary | undefined;

export const frames: Observable<Frame> = framesOf(hive, submission, { onSummary: (it) => (summary = it) });
export const first = frames.pipe(aboveThreshold({ yes_smoking: 0.9 }), take(1));
export const until = frames.pipe(takeUntilVerdict(STRICT_POLICY, { summary: () => summary }));
export const found: Observable<Segment> = frames.pipe(segments({ yes_smoking: { enter: 0.9 } }));
export const peaks: Observable<readonly PeakScore[]> = frames.pipe(peakScores());
export const later: Observable<Frame> = framesOfTask(hive, "task-1");
export const times: Observable<number | null> = mapFrames(hive, submission, ({ timeSeconds }) => [
  timeSeconds,
]);
export const outcomes: Observable<TaskOutcome> = tasksOf(hive, from([submission]), { concurrency: 2 });
export const verdicts: Observable<JudgementOutcome> = judgementsOf(
  new HiveVlm({ apiKey: "k" }),
  [submission],
  { policy: { instructions: "A forum.", categories: { a: { description: "A", decision: "block" } } } },
);
// @ts-expect-error -- without a policy
export const unjudged = judgementsOf(new HiveVlm({ apiKey: "k" }), [submission], {});
// @ts-expect-error -- a threshold is a number
export const wrong = frames.pipe(aboveThreshold({ yes_smoking: "0.9" }));
// @ts-expect-error -- frames have no such property
export const missing = mapFrames(hive, submission, ({ seconds }) => [seconds]);
