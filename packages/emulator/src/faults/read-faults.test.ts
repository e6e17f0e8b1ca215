import { expect, it } from "vitest";
import { readFaults } from "./read-faults.ts";

const read = (text: string) => readFaults(text, { name: "--faults" });

it("reads faults with their settings, times and rates", () => {
  expect(read("429*3, stall-body@0.1,503:html:retry-after=30, drip:ms=50:bytes=8*2@0.5,")).toEqual([
    expect.objectContaining({ kind: "status", status: 429, times: 3 }),
    expect.objectContaining({ kind: "stall-body", rate: 0.1 }),
    expect.objectContaining({ kind: "status", status: 503, body: "html", retryAfterSeconds: 30 }),
    expect.objectContaining({ kind: "drip", ms: 50, bytes: 8, times: 2, rate: 0.5 }),
  ]);
  expect(read("task-code:3300,return-code:400,504:billed,callback-late:ms=5")).toMatchObject([
    { kind: "task-code", code: "3300" },
    { kind: "return-code", code: 400 },
    { kind: "status", status: 504, billed: true },
    { kind: "callback-late", ms: 5 },
  ]);
  expect(read("")).toEqual([]);
});

it.each([
  [
    "stal-body",
    '--faults: "stal-body": unknown fault "stal-body". Use an HTTP status such as 429, or one of return-code,',
  ],
  ["200", '--faults: "200": status must be a whole number from 400 to 599, got 200.'],
  ["429*", '"429*" must have the form NAME[:SETTING…][*TIMES][@RATE].'],
  ["429*0", "times must be a whole number of at least 1, got 0"],
  ["reset@2", "rate must be a number from 0 to 1, got 2"],
  ["return-code:400:500", 'must not set code twice, got "500"'],
  ["429:html:html", 'must not set body twice, got "html"'],
  ["stall-body:ms=1:ms=2", 'must not set ms twice, got "ms=2"'],
  ["stall-body:ms=", 'ms must be a number from 0 to 2147483647, got ""'],
  ["drip:ms", '"drip:ms" takes ms=N, bytes=N, got "ms"'],
  ["drip:ms=x", 'ms must be a number from 0 to 2147483647, got "x"'],
  ["reset:ms=5", '"reset:ms=5" takes no settings, got "ms=5"'],
  ["task-code", '"task-code": code must be a task code of four digits such as "3300", got undefined.'],
  ["task-code:33", "a task code of four digits"],
  ["status", 'unknown fault "status"'],
  ["Reset", "must have the form"],
])("rejects %s with a message that names the problem", (text, message) => {
  expect(() => read(text)).toThrow(message);
});
