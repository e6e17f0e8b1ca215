import { inspect } from "node:util";
import { Logger } from "@nestjs/common";
import { expect, it, onTestFinished, vi } from "vitest";
import { reportFailure } from "./report-failure.ts";

const TEXT = "text that nobody may see";

it.each([
  ["PGlite", { query: "insert into items", params: [TEXT], detail: `Failing row contains (${TEXT})` }],
  ["PostgreSQL", { detail: `Failing row contains (${TEXT})`, where: TEXT }],
])("logs a database error of %s with its code and without the submitted text", (_name, properties) => {
  const log = vi.spyOn(Logger.prototype, "error").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const cause = Object.assign(new Error("could not extend file"), { code: "53100", ...properties });
  const failure = reportFailure(new Error(`Failed query: params: ${TEXT}`, { cause }));
  expect(failure).toMatchObject({ kind: "storage" });
  const logged = inspect(log.mock.calls, { depth: 9 });
  expect(logged).toContain("could not extend file");
  expect(logged).toContain("53100");
  expect(logged).not.toContain(TEXT);
});
