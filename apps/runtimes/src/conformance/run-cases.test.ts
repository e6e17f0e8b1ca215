import { expect, it } from "vitest";
import type { ConformanceCase } from "./conformance-case.ts";
import { runCases } from "./run-cases.ts";

const options = { origin: "http://127.0.0.1:1", deadUrl: "http://127.0.0.1:1", hasKey: true };
const createCase = (name: string, run: () => Promise<void>): ConformanceCase => ({
  name,
  project: "none",
  run,
});
const passes = createCase("passes", async () => {});
const fails = createCase("fails", async () => {
  throw new Error("unexpected result");
});
const hangs = createCase("hangs", () => new Promise(() => {}));

it("returns the result of each case, including one that hangs", async () => {
  const results = await runCases(options, { cases: [passes, hangs, fails], caseMs: 5, suiteMs: 60_000 });
  expect(results).toEqual([
    { name: "passes", problem: null },
    { name: "hangs", problem: { message: "Error: did not end within 5 ms", kind: null } },
    { name: "fails", problem: { message: "Error: unexpected result", kind: null } },
  ]);
});

it("does not start further cases after the timeout of the suite", async () => {
  const hanging = ["a", "b", "c", "d"].map((name) => ({ ...hangs, name }));
  const results = await runCases(options, {
    cases: [...hanging, { ...passes, isAlone: true }],
    caseMs: 60_000,
    suiteMs: 100,
  });
  const problems = results.map(({ name, problem }) => [name, problem?.message ?? null]);
  expect(problems).toEqual([
    ...["a", "b", "c"].map((name) => [name, expect.stringMatching(/^Error: did not end within \d+ ms$/)]),
    ["d", "did not run: the suite took more than 100 ms"],
    ["passes", "did not run: the suite took more than 100 ms"],
  ]);
});
