import type { HiveTelemetry } from "@hivekit/core";
import { expectEqual, expectPicture } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** Creates telemetry that logs the calls and attempts that it receives. */
function createTelemetry(): { readonly telemetry: HiveTelemetry; readonly log: readonly string[] } {
  const log: string[] = [];
  return {
    log,
    telemetry: {
      startCall: (name, { submission }) => {
        log.push(`${name} of ${submission}`);
        return {
          run: (work) => work(),
          startAttempt: ({ attempt, method }) => ({
            run: (work) => {
              log.push(`${method} ${attempt}`);
              return work();
            },
            end: ({ status, willRetry }) => log.push(`${status}${willRetry ? ", retried" : ""}`),
          }),
          end: ({ state, frameCount }) => log.push(`${state}, ${frameCount} frames`),
        };
      },
    },
  };
}

export const TELEMETRY_CASES: readonly ConformanceCase[] = [
  {
    name: "reports calls and streams with their attempts to telemetry, and calls `fetch` once for each attempt",
    project: "demo-colors",
    emulator: { faults: "503" },
    run: async ({ hive, media, observe }) => {
      const { telemetry, log } = createTelemetry();
      const client = hive({ telemetry });
      const picture = { media: await media("shapes.jpg") };
      const { results } = await client.classify(picture);
      const summary = await client.frames(picture).summary();
      expectEqual(log, [
        "classify of media",
        "POST 1",
        "503, retried",
        "POST 2",
        "200",
        `done, ${results[0]?.frames.length} frames`,
        "frames of media",
        "POST 1",
        "200",
        `done, ${summary.results[0]?.frameCount} frames`,
      ]);
      expectEqual((await observe()).journal.length, 3);
    },
  },
  {
    name: "ignores telemetry that throws",
    project: "demo-colors",
    run: async ({ hive, media, observe }) => {
      const fail = (): never => {
        throw new Error("telemetry");
      };
      const telemetry = {
        startCall: () => ({ run: fail, startAttempt: () => ({ run: fail, end: fail }), end: fail }),
      };
      const picture = { media: await media("shapes.jpg") };
      expectPicture(await hive({ telemetry }).classify(picture));
      expectEqual((await observe()).journal.length, 1);
    },
  },
];
