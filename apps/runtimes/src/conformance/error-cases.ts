import { isHiveError } from "@hivekit/core";
import { expectEqual, expectError, captureError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** Failures that Hivekit reports as errors. */
export const ERROR_CASES: readonly ConformanceCase[] = [
  {
    name: "reports a failed task in an HTTP 200 response",
    project,
    emulator: { faults: "task-code:3300" },
    run: async ({ hive, media }) => {
      const call = hive().classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "task", hiveCode: "3300", reason: "corrupt_media" });
    },
  },
  {
    name: "rejects an HTML page with HTTP 200",
    project,
    run: async ({ hive, baseUrl, media }) => {
      const call = hive({ baseUrl: `${baseUrl}/page` }).classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "decode" });
    },
  },
  {
    name: "fails on a truncated response, after yielding its complete frames",
    project,
    emulator: { faults: "truncate" },
    run: async ({ hive, media }) => {
      await expectFailureInFrames(hive().frames({ media: await media("colors.mp4") }), {
        kind: "decode",
        minFrames: 1,
      });
    },
  },
  {
    name: "fails if the connection is lost in the middle of the response",
    project,
    emulator: { faults: "reset-body@1" },
    run: async ({ hive, media }) => {
      // A reset may discard frames that were already sent.
      await expectFailureInFrames(hive().frames({ media: await media("colors.mp4") }), {
        kind: "network",
        minFrames: 0,
      });
    },
  },
  {
    name: "reports an insufficient balance (405)",
    project,
    emulator: { faults: "405" },
    run: async ({ hive, media, observe }) => {
      const call = hive().classify({ media: await media("shapes.jpg") });
      await expectError(call, {
        kind: "http",
        status: 405,
        reason: "insufficient_balance",
        isRetryable: false,
      });
      expectEqual((await observe()).journal.length, 1);
    },
  },
  {
    name: "reports an invalid API key (403)",
    project,
    run: async ({ hive, media }) => {
      const call = hive({ apiKey: "wrong" }).classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "http", status: 403, reason: "unauthorized" });
    },
  },
  {
    name: "reports a failed connection attempt as retryable",
    project,
    run: async ({ hive, deadUrl, media }) => {
      const call = hive({ baseUrl: deadUrl, retry: false }).classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "network", isRetryable: true });
    },
  },
];

async function expectFailureInFrames(
  frames: AsyncIterable<unknown>,
  { kind, minFrames }: { readonly kind: string; readonly minFrames: number },
): Promise<void> {
  let count = 0;
  const thrown = await captureError(
    (async () => {
      for await (const _frame of frames) count++;
    })(),
  );
  if (!isHiveError(thrown) || thrown.kind !== kind || count < minFrames || count > 9) {
    throw new Error(`expected ${minFrames} to 9 frames and kind ${kind}, got ${count} frames`, {
      cause: thrown,
    });
  }
}
