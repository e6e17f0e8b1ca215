import { isHiveError } from "@hivekit/core";
import { equal, expectError, thrownBy } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** Servers that do not answer. */
export const TIME_CASES: readonly ConformanceCase[] = [
  {
    name: "gives up at the deadline, and the server sees it",
    project,
    emulator: { faults: "stall-headers@1" },
    run: async ({ hive, media, seenOnce }) => {
      const call = hive().classify({ media: await media("shapes.jpg") }, { timeoutMs: 1000 });
      await expectError(call, { kind: "timeout", limit: "deadline", timeoutMs: 1000 });
      await seenOnce(({ exchanges }) => exchanges[0]?.state === "closed", "that the connection was closed");
    },
  },
  {
    name: "gives up at the deadline in the middle of a body",
    project,
    emulator: { faults: "stall-body@1" },
    run: async ({ hive, media }) => {
      const call = hive().classify({ media: await media("shapes.jpg") }, { timeoutMs: 1000 });
      await expectError(call, { kind: "timeout", limit: "deadline", timeoutMs: 1000 });
    },
  },
  {
    name: "gives up when nothing comes for too long, after the frames that did",
    project,
    emulator: { faults: "stall-frames:after=2@1" },
    run: async ({ hive, media }) => {
      const times: (number | null)[] = [];
      const frames = hive().frames({ media: await media("colors.mp4") }, { idleTimeoutMs: 500 });
      const thrown = await thrownBy(
        (async () => {
          for await (const frame of frames) times.push(frame.timeSeconds);
        })(),
      );
      equal([times, isHiveError(thrown) && thrown.kind === "timeout" && thrown.limit], [[0, 1], "idle"]);
    },
  },
];
