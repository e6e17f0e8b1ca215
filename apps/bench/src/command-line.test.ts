import { describe, expect, it } from "vitest";
import { readCommandLine } from "./command-line.ts";

describe("the command line", () => {
  it("reads filters and options", () => {
    expect(readCommandLine(["calls", "upload", "--processes", "5", "--json"])).toEqual({
      filters: ["calls", "upload"],
      quick: false,
      small: false,
      json: true,
      write: false,
      help: false,
      processes: 5,
    });
  });

  it.each([["--quick", "--write"], ["--quick", "calls"], ["--small", "calls"], ["--write"]])(
    "accepts %s %s",
    (...args) => {
      expect(readCommandLine(args.filter((arg) => arg !== undefined))).not.toBeNull();
    },
  );

  it.each([
    [["--slow"]],
    [["--processes"]],
    [["--processes", "0"]],
    [["--quick", "--small"]],
    [["calls", "--write"]],
    [["calls", "--quick", "--write"]],
    [["--small", "--write"]],
  ])("rejects %j", (args) => {
    expect(readCommandLine(args)).toBeNull();
  });
});
