// A result that is kept must give every policy the verdict of the original.

import fc from "fast-check";
import { expect, it } from "vitest";
import { decide, definePolicy } from "../src/policy.ts";
import { decodeTask } from "../src/index.ts";
import type { Task } from "../src/index.ts";
import { chooseHash } from "../src/guard/byte-hash.ts";
import { isWorthKeeping } from "../src/guard/is-worth-keeping.ts";
import { reuseTask } from "../src/guard/reused-task.ts";
import { readEntry, writeEntry } from "../src/guard/stored-task.ts";
import { anyPolicy, anyTagPolicy } from "./any-policy.ts";
import { anyReply } from "./any-reply.ts";
import { anyTask } from "./any-task.ts";

const RUNS = 1000;
const context = { key: "k", nowMs: 0, createHash: chooseHash() };

async function store(task: Task): Promise<Task | null> {
  const entry = await writeEntry(task, context);
  expect(entry).not.toContain("SECRET");
  const read = await readEntry(entry, { ...context, maxAgeMs: 1 });
  return read && reuseTask(read, "mine");
}

it.each<[string, fc.Arbitrary<Task>]>([
  ["tasks", anyTask],
  ["decoded responses", anyReply.map((reply) => decodeTask(reply))],
])(
  "every policy decides the same on %s that are kept",
  async (_name, tasks) => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(
        tasks,
        anyPolicy,
        fc.oneof(anyPolicy, anyTagPolicy),
        async (task, keeping, judging) => {
          if (!isWorthKeeping(task, definePolicy(keeping))) return;
          kept++;
          const stored = await store(task);
          expect(stored && decide(stored, judging)).toEqual(decide(task, judging));
          expect(stored && decide(stored, keeping).decision).not.toBe("unknown");
        },
      ),
      { numRuns: RUNS },
    );
    expect(kept).toBeGreaterThan(RUNS / 20);
  },
  60_000,
);

it("no kept task is restricted, unevaluated or unconfirmed", () => {
  fc.assert(
    fc.property(anyTask, anyPolicy, (task, policy) => {
      if (!isWorthKeeping(task, definePolicy(policy))) return;
      for (const result of task.results) {
        expect([result.evaluated, result.isUnconfirmed]).toEqual([true, undefined]);
        expect(result.frames.some(({ match }) => match?.isMatched === true)).toBe(false);
      }
    }),
    { numRuns: RUNS },
  );
});

it("a change of the type of tasks requires another format of the entries", () => {
  const task = decodeTask({
    id: "1",
    code: 200,
    status: [
      {
        status: { code: "0" },
        response: { input: {}, output: [{ time: 0, classes: [{ class: "a", score: 1 }] }] },
      },
    ],
  });
  const [result] = task.results;
  const [frame] = result?.frames ?? [];
  // If this fails, raise the number of FORMAT in stored-task.ts.
  expect(
    [task, result, frame].map((value) =>
      Object.keys(value ?? {})
        .toSorted()
        .join(" "),
    ),
  ).toMatchInlineSnapshot(`
    [
      "createdOn fromCache id kind labels metadata projectId raw results userId",
      "chargeUsd createdOn evaluated frames media model provenance status text",
      "boxes classes evaluated index kind mask match raw resultIndex scale span textBlocks timeSeconds transcript unsupportedClasses",
    ]
  `);
});
