import { describe, expect, it } from "vitest";
import { copyCause } from "./copy-cause.ts";
import { HiveConfigError } from "./hive-config-error.ts";

describe("the copy of a cause", () => {
  it("has the name, message, code, system call and stack, and nothing else", () => {
    const error = Object.assign(new TypeError("connect"), {
      code: "ECONNREFUSED",
      syscall: "connect",
      errno: -111,
      address: "10.0.0.1",
      config: { headers: { authorization: "KEY" } },
    });
    const copy = copyCause(error);
    expect(copy).toBeInstanceOf(Error);
    expect(Object.getOwnPropertyNames(copy).toSorted()).toEqual([
      "code",
      "message",
      "name",
      "stack",
      "syscall",
    ]);
    expect(copy).toMatchObject({
      name: "TypeError",
      message: "connect",
      code: "ECONNREFUSED",
      syscall: "connect",
    });
    expect(copy).toHaveProperty(
      "stack",
      expect.stringMatching(/^TypeError: connect\n +at .*copy-cause\.test/),
    );
  });

  it("has no secret in any text, and no query of a URL", () => {
    const error = Object.assign(new Error("KEY at https://a.example/b?sig=1"), {
      name: "KEY",
      code: "KEY",
      syscall: "KEY",
    });
    const copy = copyCause(error, ["KEY"]);
    expect(copy).toMatchObject({
      name: "[redacted]",
      message: "[redacted] at https://a.example/b",
      code: "[redacted]",
      syscall: "[redacted]",
    });
    expect(copy).toHaveProperty("stack", expect.not.stringContaining("KEY"));
  });

  it("copies causes and errors in the same way, up to a limit", () => {
    const inner = Object.assign(new Error("KEY"), { data: "KEY" });
    const outer = new AggregateError([inner, "KEY", { status: 500 }], "outer", { cause: inner });
    const copy = copyCause(outer, ["KEY"]);
    expect(copy).toMatchObject({
      name: "AggregateError",
      cause: { message: "[redacted]" },
      errors: [{ message: "[redacted]" }, "[redacted]", { message: "" }],
    });
    expect(copy).not.toHaveProperty("cause.data");
    const circular = new Error("circular");
    circular.cause = circular;
    expect(copyCause(circular)).toHaveProperty("cause.cause.cause.message", "circular");
  });

  it.each([
    ["a KEY", "a [redacted]"],
    [7, 7],
    [null, undefined],
    [undefined, undefined],
    [Symbol("KEY"), undefined],
  ])("of %s is %s", (thrown, expected) => {
    expect(copyCause(thrown, ["KEY"])).toBe(expected);
  });
});

it("a Hivekit error as a cause is kept", () => {
  const cause = new HiveConfigError("no");
  expect(copyCause(cause)).toBe(cause);
  expect(copyCause(new Error("outer", { cause }))).toHaveProperty("cause", cause);
});
