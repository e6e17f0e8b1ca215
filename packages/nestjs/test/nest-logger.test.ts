import { HiveClient } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import { Logger } from "@nestjs/common";
import { afterEach, describe, expect, it } from "vitest";
import { logOf } from "./support/log.ts";
import { nestLogger } from "../src/nest-logger.ts";

afterEach(() => {
  Logger.overrideLogger(["log", "error", "warn", "debug"]);
});

describe("nestLogger", () => {
  it("writes a line per attempt, with the level and the context", async () => {
    const log = logOf();
    Logger.overrideLogger(log.logger);
    const emulator = createEmulator({ faults: "503" });
    const retry = { minDelayMs: 0, maxDelayMs: 0 };
    const logger = nestLogger("HiveService:text");
    const hive = new HiveClient({ apiKey: "demo-text", api: "v2", fetch: emulator.fetch, retry, logger });
    await hive.classify({ text: "a text that nobody else should read" });
    expect(log.lines("warn")).toEqual([
      expect.stringMatching(
        /^An attempt failed \(method POST, path \/api\/v2\/task\/sync, attempt 1, status 503, .*\) HiveService:text$/,
      ),
    ]);
    expect(log.lines("debug")).toEqual([
      expect.stringMatching(/^Hive answered \(.*status 200.*\) HiveService:text$/),
    ]);
  });

  it("shows neither the key, nor the text, nor the query of a url", async () => {
    const log = logOf();
    Logger.overrideLogger(log.logger);
    const emulator = createEmulator();
    const logger = nestLogger("HiveService");
    const hive = new HiveClient({ apiKey: "demo-text", api: "v2", fetch: emulator.fetch, logger });
    await hive.classify({ text: "a text that nobody else should read" });
    const other = new HiveClient({ apiKey: "a-wrong-key", fetch: emulator.fetch, logger });
    await other.classify({ url: "https://media.example/a.jpg?token=s3cret" }).catch(() => {});
    expect(log.text()).not.toMatch(/demo-text|a-wrong-key|nobody else|s3cret/);
    expect(log.text()).toContain("status 403");
  });
});
