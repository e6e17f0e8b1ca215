import { isHiveError } from "@hivekit/core";
import { equal, expectError, thrownBy } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** What goes wrong, and is told as one of Hivekit's errors. */
export const ERROR_CASES: readonly ConformanceCase[] = [
  {
    name: "tells a task that failed within HTTP 200",
    project,
    emulator: { faults: "task-code:3300" },
    run: async ({ hive, media }) => {
      const call = hive().classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "task", hiveCode: "3300", reason: "corrupt_media" });
    },
  },
  {
    name: "takes a web page with HTTP 200 for no result",
    project,
    run: async ({ hive, baseUrl, media }) => {
      const call = hive({ baseUrl: `${baseUrl}/page` }).classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "decode" });
    },
  },
  {
    name: "fails at a reply that is cut short, after the frames that are whole",
    project,
    emulator: { faults: "truncate" },
    run: async ({ hive, media }) => {
      await failsInFrames(hive().frames({ media: await media("colors.mp4") }), { kind: "decode", least: 1 });
    },
  },
  {
    name: "fails at a connection that breaks in the reply",
    project,
    emulator: { faults: "reset-body@1" },
    run: async ({ hive, media }) => {
      // What was on its way when the connection was reset may be lost.
      await failsInFrames(hive().frames({ media: await media("colors.mp4") }), { kind: "network", least: 0 });
    },
  },
  {
    name: "tells an empty account (405)",
    project,
    emulator: { faults: "405" },
    run: async ({ hive, media, seen }) => {
      const call = hive().classify({ media: await media("shapes.jpg") });
      await expectError(call, {
        kind: "http",
        status: 405,
        reason: "insufficient_balance",
        isRetryable: false,
      });
      equal((await seen()).journal.length, 1);
    },
  },
  {
    name: "tells a wrong key (403)",
    project,
    run: async ({ hive, media }) => {
      const call = hive({ apiKey: "wrong" }).classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "http", status: 403, reason: "unauthorized" });
    },
  },
  {
    name: "tells a connection that was never made, which can be tried again",
    project,
    run: async ({ hive, deadUrl, media }) => {
      const call = hive({ baseUrl: deadUrl, retry: false }).classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "network", isRetryable: true });
    },
  },
];

async function failsInFrames(
  frames: AsyncIterable<unknown>,
  { kind, least }: { readonly kind: string; readonly least: number },
): Promise<void> {
  let count = 0;
  const thrown = await thrownBy(
    (async () => {
      for await (const _frame of frames) count++;
    })(),
  );
  if (!isHiveError(thrown) || thrown.kind !== kind || count < least || count > 9) {
    throw new Error(`expected ${least} to 9 frames and kind ${kind}, got ${count} frames`, { cause: thrown });
  }
}
