import type { AttemptInfo, HiveErrorReason, MediaSource } from "@hivekit/core";
import type { CaseContext } from "./case-context.ts";
import { checkPicture, equal, expectError } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
/** Whether a connection is used again is a matter of chance. */
const ROUNDS = 8;

/** What is sent again, and what is not, because it may have been billed. */
export const RETRY_CASES: readonly ConformanceCase[] = [
  {
    name: "sends again after a 429, when Retry-After is over",
    project,
    emulator: { faults: "429:retry-after=1" },
    run: async ({ hive, media, seen }) => {
      const attempts: AttemptInfo[] = [];
      const onAttempt = (attempt: AttemptInfo): void => void attempts.push(attempt);
      checkPicture(await hive({ onAttempt }).classify({ media: await media("shapes.jpg") }));
      equal(
        attempts.map(({ status, delayMs }) => [status, delayMs]),
        [
          [429, 1000],
          [200, null],
        ],
      );
      equal(
        (await seen()).journal.map(({ httpStatus, chargeUsd }) => [httpStatus, chargeUsd]),
        [
          [429, 0],
          [200, 0.003],
        ],
      );
    },
  },
  {
    name: "sends bytes again as they were, after a 503",
    project,
    emulator: { faults: "503:html" },
    run: async ({ hive, media, seen }) => {
      const bytes = await media("shapes.jpg");
      checkPicture(await hive().classify({ media: new Blob([bytes]) }));
      equal((await seen()).journal.at(-1)?.sizeBytes, bytes.length);
    },
  },
  {
    name: "does not send a stream again, which cannot be opened twice",
    project,
    emulator: { faults: "503" },
    run: async ({ hive, media, seen }) => {
      const stream = new Blob([await media("shapes.jpg")]).stream();
      await expectError(hive().classify({ media: stream }), { kind: "http", reason: "unavailable" });
      equal((await seen()).journal.length, 1);
    },
  },
  {
    name: "sends nothing again after a 2xx",
    project,
    emulator: { faults: "truncate" },
    run: async ({ hive, media, seen }) => {
      await expectError(hive().classify({ media: await media("shapes.jpg") }), { kind: "decode" });
      equal((await seen()).journal.length, 1);
    },
  },
  {
    name: "sends nothing again after a 504, which may have been billed",
    project,
    emulator: { faults: "504:billed*3" },
    run: (context) => isAskedOnce(context, { status: 504, reason: "gateway_timeout", chargeUsd: 0.003 }),
  },
  {
    name: "sends nothing again after a 501, of which nobody knows what it means",
    project,
    emulator: { faults: "501*3" },
    run: (context) => isAskedOnce(context, { status: 501, reason: "other", chargeUsd: 0 }),
  },
  {
    name: "sends nothing again after a lost connection",
    project,
    isAlone: true,
    run: (context) => isSentOnce(context, (bytes) => bytes),
  },
  {
    name: "sends nothing again after a lost connection: a stream",
    project,
    isAlone: true,
    run: (context) => isSentOnce(context, (bytes) => new Blob([bytes]).stream()),
  },
];

async function isAskedOnce(
  { hive, media, seen }: CaseContext,
  answer: { readonly status: number; readonly reason: HiveErrorReason; readonly chargeUsd: number },
): Promise<void> {
  const { status, reason, chargeUsd } = answer;
  const attempts: AttemptInfo[] = [];
  const onAttempt = (attempt: AttemptInfo): void => void attempts.push(attempt);
  const call = hive({ onAttempt }).classify({ media: await media("shapes.jpg") });
  await expectError(call, { kind: "http", status, reason, isRetryable: false });
  equal(
    attempts.map(({ willRetry, mayBeBilled }) => [willRetry, mayBeBilled]),
    [[false, true]],
  );
  equal(
    (await seen()).journal.map((entry) => [entry.httpStatus, entry.chargeUsd]),
    [[status, chargeUsd]],
  );
}

async function isSentOnce(
  { hive, media, seen }: CaseContext,
  mediaOf: (bytes: Uint8Array<ArrayBuffer>) => MediaSource,
): Promise<void> {
  const bytes = await media("shapes.jpg");
  const headers = { "x-hivekit-emulator-fault": "reset" };
  for (let round = 0; round < ROUNDS; round++) {
    // So that the next request finds a connection that is open: some runtimes take its loss for a reason to send again by themselves.
    checkPicture(await hive().classify({ media: mediaOf(bytes) }));
    await seen();
    const call = hive().classify({ media: mediaOf(bytes) }, { headers });
    await expectError(call, { kind: "network", isRetryable: false });
  }
  equal((await seen()).journal.filter(({ fault }) => fault === "reset").length, ROUNDS);
}
