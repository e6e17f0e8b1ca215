import { readFile } from "node:fs/promises";
import { HiveClient } from "@hivekit/core";
import type { Frame, FrameStream } from "@hivekit/core";
import { isReused, withVerdictCache } from "@hivekit/core/guard";
import type { HiveCalls } from "@hivekit/core/guard";
import { fromPath } from "@hivekit/core/node";
import { createPanel } from "@hivekit/core/panel";
import { decide } from "@hivekit/core/policy";
import { classifyText } from "@hivekit/core/text";
import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import type { Emulator } from "../src/index.ts";

// Core's cache against the emulator, whose journal lists the submissions and their charges.

const PHOTO = new URL("../../../demo-media/shapes.jpg", import.meta.url);
const CLIP = new URL("../../../demo-media/colors.mp4", import.meta.url);
const POLICY = { block: { yes_smoking: 0.9 } };

function connect(
  options: Parameters<typeof createEmulator>[0] = {},
  apiKey = "demo-visual",
): { readonly emulator: Emulator; readonly hive: HiveCalls } {
  const emulator = createEmulator(options);
  const client = new HiveClient({ apiKey, api: "v2", fetch: emulator.fetch, retry: false });
  const policy =
    apiKey === "demo-colors"
      ? { block: { red: 0.99 }, classes: ["red"] }
      : apiKey === "demo-text"
        ? { block: { hate: 3 } }
        : POLICY;
  return { emulator, hive: withVerdictCache(client, { policy, ttlSeconds: 60 }) };
}

const chargedUsd = (emulator: Emulator): number =>
  emulator.journal.reduce((sum, { chargeUsd }) => sum + (chargeUsd ?? 0), 0);

it("1,000 simultaneous uploads of identical bytes are one submission with one charge", async () => {
  const { emulator, hive } = connect();
  const bytes = await readFile(PHOTO);
  const tasks = await Promise.all(
    Array.from({ length: 1000 }, async () => hive.classify({ media: new Uint8Array(bytes) })),
  );
  expect(emulator.journal).toHaveLength(1);
  expect(new Set(tasks.map((task) => decide(task, POLICY).decision))).toEqual(new Set(["allow"]));
  const reportedUsd = tasks
    .flatMap(({ results }) => results)
    .reduce((sum, { chargeUsd }) => sum + (chargeUsd ?? Number.NaN), 0);
  expect(reportedUsd).toBeCloseTo(chargedUsd(emulator), 7);
});

it("a path, a blob and identical bytes are one submission, and each policy gives its own verdict", async () => {
  const { emulator, hive } = connect();
  const bytes = await readFile(PHOTO);
  const tasks = [
    await hive.classify({ media: fromPath(PHOTO), filename: "hive-test-yes_smoking.jpg" }),
    await hive.classify({ media: new Blob([bytes]) }),
    await hive.classify({ media: new Uint8Array(bytes) }),
  ];
  expect(tasks.map((task) => isReused(task))).toEqual([false, true, true]);
  expect(tasks.map((task) => decide(task, POLICY).decision)).toEqual(["block", "block", "block"]);
  expect(tasks.map((task) => decide(task, { block: { gun_in_hand: 0.9 } }).decision)).toEqual([
    "allow",
    "allow",
    "allow",
  ]);
  expect(emulator.journal).toHaveLength(1);
});

it("a failed submission is shared as a failure, and is not kept", async () => {
  const { emulator, hive } = connect();
  emulator.faults.add({ kind: "status", status: 503 });
  const bytes = await readFile(PHOTO);
  const calls = Array.from({ length: 50 }, async () => hive.classify({ media: new Uint8Array(bytes) }));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  expect(emulator.journal).toHaveLength(1);
  expect(isReused(await hive.classify({ media: new Uint8Array(bytes) }))).toBe(false);
  expect(emulator.journal).toHaveLength(2);
});

it("the frames of a video are the same when they are replayed", async () => {
  const { emulator, hive } = connect({}, "demo-colors");
  const live = await collect(hive.frames({ media: fromPath(CLIP) }));
  const replayed = await collect(hive.frames({ media: fromPath(CLIP) }));
  expect(replayed).toEqual(live.map((frame) => ({ ...frame, raw: null })));
  expect(live).toHaveLength(10);
  expect(emulator.journal).toHaveLength(1);
});

it("a panel with a cached member adds up only what was charged", async () => {
  const { emulator, hive } = connect();
  const panel = createPanel({ members: { visual: { client: hive, policy: POLICY } } });
  const verdicts = [];
  for (let time = 0; time < 2; time++) verdicts.push(await panel.judge({ media: fromPath(PHOTO) }));
  expect(verdicts.map(({ decision }) => decision)).toEqual(["allow", "allow"]);
  expect(verdicts.map(({ charge }) => charge)).toEqual([
    { knownUsd: chargedUsd(emulator), isComplete: true },
    { knownUsd: 0, isComplete: true },
  ]);
});

it("the pieces of a long text are submitted once", async () => {
  const { emulator, hive } = connect({}, "demo-text");
  const text = "A harmless sentence about the weather. ".repeat(60);
  const first = await classifyText(hive, text);
  const { length } = emulator.journal;
  expect(length).toBeGreaterThan(1);
  const second = await classifyText(hive, text);
  expect(emulator.journal).toHaveLength(length);
  expect(second.results[0]?.frames.map(({ classes, span }) => [classes, span])).toEqual(
    first.results[0]?.frames.map(({ classes, span }) => [classes, span]),
  );
});

async function collect(stream: FrameStream): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of stream) frames.push(frame);
  return frames;
}
