import { readFile } from "node:fs/promises";
import { HiveClient, type HiveClientOptions } from "@hivekit/core";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";

// How core's client reports the faults of the emulator.

const media = new File(
  [await readFile(new URL("../../../demo-media/traffic-light.gif", import.meta.url))],
  "traffic-light.gif",
);

function connect(faults: string, options: HiveClientOptions = {}) {
  const emulator = createEmulator({ faults });
  const hive = new HiveClient({ apiKey: "demo-visual", fetch: emulator.fetch, retry: false, ...options });
  return { emulator, hive };
}

const V3 = { api: "v3", apiKey: "demo-v3", model: "hive/visual-moderation" } as const;

describe.each([{ api: "v1" }, { api: "v2" }, V3] as const)("a client of $api", (client) => {
  it.each([
    ["400", { kind: "http", reason: "bad_request" }],
    ["403", { kind: "http", reason: "unauthorized" }],
    ["404", { kind: "http", reason: "not_found" }],
    ["405", { kind: "http", reason: "insufficient_balance" }],
    ["429:retry-after=7", { kind: "http", reason: "rate_limited", retryAfterMs: 7000 }],
    ["500", { kind: "http", reason: "server_error" }],
    ["502:html", { kind: "http", reason: "bad_gateway" }],
    ["503", { kind: "http", reason: "unavailable" }],
    ["504:billed", { kind: "http", reason: "gateway_timeout" }],
    ["return-code:400", { kind: "task", hiveCode: "400" }],
    ["reset", { kind: "network" }],
    ["reset-body", { kind: "network" }],
    ["truncate", { kind: "decode" }],
    ["wrong-length", { kind: "network" }],
  ])("reports %s", async (fault, expected) => {
    const { hive } = connect(fault, client);
    await expect(hive.classify({ media })).rejects.toMatchObject(expected);
  });

  it.each(["stall-headers", "stall-body", "stall-frames"])(
    "times out on %s, and leaves no pending work",
    async (fault) => {
      const { hive, emulator } = connect(fault, { ...client, idleTimeoutMs: 80, timeoutMs: 400 });
      await expect(hive.classify({ media })).rejects.toMatchObject({ kind: "timeout" });
      await emulator.close();
      expect(emulator.verify.one()).toMatchObject({ chargeUsd: 0.018, fault });
    },
  );

  it("waits for a slow response that makes progress", async () => {
    const { hive } = connect("drip:ms=0:bytes=700", client);
    expect((await hive.classify({ media })).results[0]?.frames).toHaveLength(6);
  });

  it("yields the frames before a stall, and then fails", async () => {
    const { hive } = connect("stall-frames:after=3", { ...client, idleTimeoutMs: 80 });
    const frames = hive.frames({ media });
    const times: (number | null)[] = [];
    const reading = (async () => {
      for await (const frame of frames) times.push(frame.timeSeconds);
    })();
    await expect(reading).rejects.toMatchObject({ kind: "timeout" });
    expect(times.slice(0, 2)).toEqual([0, 1]);
    expect(times.length).toBeLessThanOrEqual(3);
  });

  it("retries rejected requests, and is charged once", async () => {
    const { hive, emulator } = connect("503,429,500", {
      ...client,
      retry: { limit: 3, minDelayMs: 1, maxDelayMs: 2 },
    });
    expect((await hive.classify({ media })).results[0]?.frames).toHaveLength(6);
    expect(emulator.journal.map(({ httpStatus }) => httpStatus)).toEqual([503, 429, 500, 200]);
    expect(emulator.journal.map(({ chargeUsd }) => chargeUsd)).toEqual([0, 0, 0, 0.018]);
  });

  it("does not retry a request that may have been charged", async () => {
    const { hive, emulator } = connect("504:billed*2", { ...client, retry: { limit: 3, minDelayMs: 1 } });
    await expect(hive.classify({ media })).rejects.toMatchObject({ status: 504 });
    expect(emulator.verify.one()).toMatchObject({ httpStatus: 504, chargeUsd: 0.018 });
  });
});

describe("a failed task", () => {
  it.each([
    ["3100", "unsupported_media"],
    ["3300", "corrupt_media"],
    ["2100", "download_failed"],
    ["3000", "classifier_failed"],
  ])("with code %s is reported as %s", async (code, reason) => {
    for (const api of ["v1", "v2"] as const) {
      const { hive } = connect(`task-code:${code}`, { api });
      await expect(hive.classify({ media })).rejects.toMatchObject({ kind: "task", hiveCode: code, reason });
    }
  });
});

describe("a poll", () => {
  it("is retried if it fails", async () => {
    const { hive, emulator } = connect("", { api: "v2" });
    const handle = await hive.submit({ media });
    await emulator.idle();
    emulator.faults.add({ kind: "status", status: 503, route: "GET" });
    expect((await handle.wait()).results[0]?.frames).toHaveLength(6);
    expect(emulator.faults.list()).toEqual([]);
  });
});
