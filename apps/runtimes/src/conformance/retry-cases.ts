import type { AttemptInfo, HiveErrorReason, MediaSource } from "@hivekit/core";
import type { CaseContext } from "./conformance-case.ts";
import { expectPicture, expectEqual, expectError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
/** A runtime does not always reuse a connection, so the case is repeated. */
const ROUNDS = 8;

/** Retries, and requests that are not retried because they may have been billed. */
export const RETRY_CASES: readonly ConformanceCase[] = [
  {
    name: "retries a 429 after Retry-After",
    project,
    emulator: { faults: "429:retry-after=1" },
    run: async ({ hive, media, observe }) => {
      const attempts: AttemptInfo[] = [];
      const onAttempt = (attempt: AttemptInfo): void => void attempts.push(attempt);
      expectPicture(await hive({ onAttempt }).classify({ media: await media("shapes.jpg") }));
      expectEqual(
        attempts.map(({ status, delayMs }) => [status, delayMs]),
        [
          [429, 1000],
          [200, null],
        ],
      );
      expectEqual(
        (await observe()).journal.map(({ httpStatus, chargeUsd }) => [httpStatus, chargeUsd]),
        [
          [429, 0],
          [200, 0.003],
        ],
      );
    },
  },
  {
    name: "retries a 503 with the same bytes",
    project,
    emulator: { faults: "503:html" },
    run: async ({ hive, media, observe }) => {
      const bytes = await media("shapes.jpg");
      expectPicture(await hive().classify({ media: new Blob([bytes]) }));
      expectEqual((await observe()).journal.at(-1)?.sizeBytes, bytes.length);
    },
  },
  {
    name: "does not retry a stream, which cannot be read twice",
    project,
    emulator: { faults: "503" },
    run: async ({ hive, media, observe }) => {
      const stream = new Blob([await media("shapes.jpg")]).stream();
      await expectError(hive().classify({ media: stream }), { kind: "http", reason: "unavailable" });
      expectEqual((await observe()).journal.length, 1);
    },
  },
  {
    name: "does not retry after a 2xx",
    project,
    emulator: { faults: "truncate" },
    run: async ({ hive, media, observe }) => {
      await expectError(hive().classify({ media: await media("shapes.jpg") }), { kind: "decode" });
      expectEqual((await observe()).journal.length, 1);
    },
  },
  {
    name: "does not retry a 504, which may have been billed",
    project,
    emulator: { faults: "504:billed*3" },
    run: (context) => expectOneRequest(context, { status: 504, reason: "gateway_timeout", chargeUsd: 0.003 }),
  },
  {
    name: "does not retry a 501, whose meaning is unknown",
    project,
    emulator: { faults: "501*3" },
    run: (context) => expectOneRequest(context, { status: 501, reason: "other", chargeUsd: 0 }),
  },
  {
    name: "does not retry after a lost connection",
    project,
    isAlone: true,
    run: (context) => expectOneUpload(context, (bytes) => bytes),
  },
  {
    name: "does not retry a stream after a lost connection",
    project,
    isAlone: true,
    run: (context) => expectOneUpload(context, (bytes) => new Blob([bytes]).stream()),
  },
];

async function expectOneRequest(
  { hive, media, observe }: CaseContext,
  expected: { readonly status: number; readonly reason: HiveErrorReason; readonly chargeUsd: number },
): Promise<void> {
  const { status, reason, chargeUsd } = expected;
  const attempts: AttemptInfo[] = [];
  const onAttempt = (attempt: AttemptInfo): void => void attempts.push(attempt);
  const call = hive({ onAttempt }).classify({ media: await media("shapes.jpg") });
  await expectError(call, { kind: "http", status, reason, isRetryable: false });
  expectEqual(
    attempts.map(({ willRetry, mayBeBilled }) => [willRetry, mayBeBilled]),
    [[false, true]],
  );
  expectEqual(
    (await observe()).journal.map((entry) => [entry.httpStatus, entry.chargeUsd]),
    [[status, chargeUsd]],
  );
}

async function expectOneUpload(
  { hive, media, observe }: CaseContext,
  createMedia: (bytes: Uint8Array<ArrayBuffer>) => MediaSource,
): Promise<void> {
  const bytes = await media("shapes.jpg");
  const headers = { "x-hivekit-emulator-fault": "reset" };
  for (let round = 0; round < ROUNDS; round++) {
    // Opens a connection that the next request reuses. Some runtimes retry automatically if a reused connection is
    // lost.
    expectPicture(await hive().classify({ media: createMedia(bytes) }));
    await observe();
    const call = hive().classify({ media: createMedia(bytes) }, { headers });
    await expectError(call, { kind: "network", isRetryable: false });
  }
  expectEqual((await observe()).journal.filter(({ fault }) => fault === "reset").length, ROUNDS);
}
