import type { Frame } from "@hivekit/core";
import { equal, expectError } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
const stalled = { project, emulator: { faults: "stall-frames:after=2@1" } };

/** Results that are read while they come. */
export const FRAME_CASES: readonly ConformanceCase[] = [
  {
    name: "reads frames, then their summary",
    project,
    run: async ({ hive, media }) => {
      const frames = hive().frames({ media: await media("colors.mp4") });
      equal(await timesOf(frames), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const { results } = await frames.summary();
      equal([results[0]?.frameCount, results[0]?.chargeUsd], [10, 0.03]);
    },
  },
  {
    name: "gives frames before the reply is complete",
    ...stalled,
    run: async ({ hive, media }) => {
      const times: (number | null)[] = [];
      for await (const frame of hive().frames({ media: await media("colors.mp4") })) {
        // The third one never comes.
        if (times.push(frame.timeSeconds) === 2) break;
      }
      equal(times, [0, 1]);
    },
  },
  {
    name: "closes the connection at a break",
    ...stalled,
    run: async ({ hive, media, seenOnce }) => {
      const frames = hive().frames({ media: await media("colors.mp4") });
      for await (const _frame of frames) break;
      await seenOnce(({ exchanges }) => exchanges[0]?.state === "closed", "that the connection was closed");
      await expectError(frames.summary(), { kind: "closed" });
    },
  },
  {
    name: "closes the connection at cancel()",
    ...stalled,
    run: async ({ hive, media, seenOnce }) => {
      const frames = hive().frames({ media: await media("colors.mp4") });
      const iterator = frames[Symbol.asyncIterator]();
      await iterator.next();
      frames.cancel();
      await seenOnce(({ exchanges }) => exchanges[0]?.state === "closed", "that the connection was closed");
    },
  },
];

async function timesOf(frames: AsyncIterable<Frame>): Promise<readonly (number | null)[]> {
  const times: (number | null)[] = [];
  for await (const frame of frames) times.push(frame.timeSeconds);
  return times;
}
