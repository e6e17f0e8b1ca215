import { isHiveError } from "@hivekit/core";
import { expectEqual, expectError, captureError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** Servers that stop responding. */
export const TIMEOUT_CASES: readonly ConformanceCase[] = [
  {
    name: "times out at the deadline, and closes the connection",
    project,
    emulator: { faults: "stall-headers@1" },
    run: async ({ hive, media, observeUntil }) => {
      const call = hive().classify({ media: await media("shapes.jpg") }, { timeoutMs: 1000 });
      await expectError(call, { kind: "timeout", limit: "deadline", timeoutMs: 1000 });
      await observeUntil(({ exchanges }) => exchanges[0]?.state === "closed", "a closed connection");
    },
  },
  {
    name: "times out at the deadline in the middle of the body",
    project,
    emulator: { faults: "stall-body@1" },
    run: async ({ hive, media }) => {
      const call = hive().classify({ media: await media("shapes.jpg") }, { timeoutMs: 1000 });
      await expectError(call, { kind: "timeout", limit: "deadline", timeoutMs: 1000 });
    },
  },
  {
    name: "times out if the body stalls, after yielding the frames so far",
    project,
    emulator: { faults: "stall-frames:after=2@1" },
    run: async ({ hive, media }) => {
      const times: (number | null)[] = [];
      const frames = hive().frames({ media: await media("colors.mp4") }, { idleTimeoutMs: 500 });
      const thrown = await captureError(
        (async () => {
          for await (const frame of frames) times.push(frame.timeSeconds);
        })(),
      );
      expectEqual(
        [times, isHiveError(thrown) && thrown.kind === "timeout" && thrown.limit],
        [[0, 1], "idle"],
      );
    },
  },
];
