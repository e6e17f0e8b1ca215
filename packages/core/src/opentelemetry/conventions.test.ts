import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as published from "@opentelemetry/semantic-conventions/incubating";
import { expect, it } from "vitest";
import * as conventions from "./conventions.ts";

it("the version is that of the published conventions", () => {
  const entry = createRequire(import.meta.url).resolve("@opentelemetry/semantic-conventions");
  const manifest: unknown = JSON.parse(readFileSync(join(entry, "..", "..", "package.json"), "utf8"));
  expect(manifest).toMatchObject({ version: conventions.SCHEMA_URL.split("/").at(-1) });
  expect(conventions.SCHEMA_URL).toMatch(/^https:\/\/opentelemetry\.io\/schemas\/\d/);
});

it("the names are those of the published conventions", () => {
  const names: ReadonlySet<unknown> = new Set(Object.values(published));
  const own = Object.entries(conventions).filter(([, name]) =>
    /^(?:error|http|server|url|gen_ai)\./.test(name),
  );
  expect(own).toHaveLength(14);
  for (const [, name] of own) expect(names).toContain(name);
});
