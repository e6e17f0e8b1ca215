import type { Frame } from "@hivekit/core";
import { expectEqual, expectError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
const stalled = { project, emulator: { faults: "stall-frames:after=2@1" } };

/** Frames that are read while the response arrives. */
export const FRAME_CASES: readonly ConformanceCase[] = [
  {
    name: "reads frames, then their summary",
    project,
    run: async ({ hive, media }) => {
      const frames = hive().frames({ media: await media("colors.mp4") });
      expectEqual(await readTimes(frames), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const { results } = await frames.summary();
      expectEqual([results[0]?.frameCount, results[0]?.chargeUsd], [10, 0.03]);
    },
  },
  {
    name: "yields frames before the response is complete",
    ...stalled,
    run: async ({ hive, media }) => {
      const times: (number | null)[] = [];
      for await (const frame of hive().frames({ media: await media("colors.mp4") })) {
        // The third frame never arrives.
        if (times.push(frame.timeSeconds) === 2) break;
      }
      expectEqual(times, [0, 1]);
    },
  },
  {
    name: "closes the connection on break",
    ...stalled,
    run: async ({ hive, media, observeUntil }) => {
      const frames = hive().frames({ media: await media("colors.mp4") });
      for await (const _frame of frames) break;
      await observeUntil(({ exchanges }) => exchanges[0]?.state === "closed", "a closed connection");
      await expectError(frames.summary(), { kind: "closed" });
    },
  },
  {
    name: "closes the connection on cancel()",
    ...stalled,
    run: async ({ hive, media, observeUntil }) => {
      const frames = hive().frames({ media: await media("colors.mp4") });
      const iterator = frames[Symbol.asyncIterator]();
      await iterator.next();
      frames.cancel();
      await observeUntil(({ exchanges }) => exchanges[0]?.state === "closed", "a closed connection");
    },
  },
];

async function readTimes(frames: AsyncIterable<Frame>): Promise<readonly (number | null)[]> {
  const times: (number | null)[] = [];
  for await (const frame of frames) times.push(frame.timeSeconds);
  return times;
}
