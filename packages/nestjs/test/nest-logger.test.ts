import { HiveClient } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import { ConsoleLogger, Logger } from "@nestjs/common";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLog } from "./support/log.ts";
import { nestLogger } from "../src/service/nest-logger.ts";

afterEach(() => {
  Logger.overrideLogger(["log", "error", "warn", "debug"]);
});

describe("nestLogger", () => {
  it("writes one line per attempt, with the level and the context", async () => {
    const log = createLog();
    Logger.overrideLogger(log.logger);
    const emulator = createEmulator({ faults: "503" });
    const retry = { minDelayMs: 0, maxDelayMs: 0 };
    const logger = nestLogger("HiveService:text");
    const hive = new HiveClient({ apiKey: "demo-text", api: "v2", fetch: emulator.fetch, retry, logger });
    await hive.classify({ text: "a text that nobody else should read" });
    expect(log.lines("warn")).toEqual([
      expect.stringMatching(
        /^Attempt failed \(method POST, path \/api\/v2\/task\/sync, attempt 1, status 503, .*\) HiveService:text$/,
      ),
    ]);
    expect(log.lines("debug")).toEqual([
      expect.stringMatching(/^Response received \(.*status 200.*\) HiveService:text$/),
    ]);
  });

  it("writes neither the key, nor the text, nor the query of a URL", async () => {
    const log = createLog();
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

  it("writes one line per record regardless of its fields, and the stack where Nest expects it", () => {
    const written: unknown[] = [];
    const json = new ConsoleLogger({ json: true, forceConsole: true });
    const print = vi
      .spyOn(console, "error")
      .mockImplementation((line) => void written.push(JSON.parse(line)));
    const plain = createLog();
    try {
      Logger.overrideLogger(json);
      nestLogger("HiveService").error("It failed", { problem: "one\ntwo", stack: "Error: one\n    at a" });
      nestLogger("HiveService").error("It failed", { problem: "one" });
    } finally {
      print.mockRestore();
    }
    Logger.overrideLogger(plain.logger);
    nestLogger("HiveService").error("It failed", {
      problem: "one\n\u001B\u2028two",
      stack: "Error: one\n    at a",
    });
    const record = { level: "error", context: "HiveService" };
    expect(written).toEqual([
      expect.objectContaining({
        ...record,
        message: "It failed (problem one two)",
        stack: "Error: one\n    at a",
      }),
      expect.objectContaining({ ...record, message: "It failed (problem one)" }),
    ]);
    expect(written[1]).not.toHaveProperty("stack");
    expect(plain.lines("error")).toEqual(["It failed (problem one two) Error: one\n    at a HiveService"]);
  });
});
