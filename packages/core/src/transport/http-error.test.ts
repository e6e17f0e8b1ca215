import { describe, expect, it } from "vitest";
import { createHttpError } from "./http-error.ts";

const retryAfter = (value: string, date?: string): number | null =>
  createHttpError({
    status: 429,
    headers: new Headers({ "retry-after": value, ...(date === undefined ? {} : { date }) }),
  }).retryAfterMs;

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["7", 7_000],
    [" 7 ", 7_000],
    ["007", 7_000],
    ["86400000", 2_147_483_647],
    ["1000000000000", 2_147_483_647],
    ["9".repeat(400), 2_147_483_647],
    ["", null],
    ["-1", null],
    ["1.5", null],
    ["1e3", null],
    ["0x10", null],
    ["+5", null],
    ["5 6", null],
    ["5, 6", null],
    ["5s", null],
    ["soon", null],
    ["soon 5", null],
    ["in 5 minutes", null],
    ["Infinity", null],
    ["NaN", null],
    ["2026-11-30", null],
    ["Mon, 30 Feb", null],
    ["Mon, 99 Foo 2026 99:99:99 GMT", null],
    ["Mon, 30 Nov 2026 10:00:00 GMT, Mon, 30 Nov 2026 10:00:05 GMT", null],
  ])("%j is %s", (value, expected) => {
    expect(retryAfter(value)).toBe(expected);
  });

  const date = "Wed, 21 Oct 2015 07:28:00 GMT";
  it.each([
    ["Wed, 21 Oct 2015 07:28:05 GMT", 5_000],
    ["Wednesday, 21-Oct-15 07:28:05 GMT", 5_000],
    ["Wed Oct 21 07:28:05 2015", 5_000],
    ["Wed, 21 Oct 2015 06:28:00 GMT", 0],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["Thu, 01 Jan 2099 00:00:00 GMT", 2_147_483_647],
  ])("%j is relative to the Date of the response if the clocks differ: %s", (value, expected) => {
    expect(retryAfter(value, date)).toBe(expected);
  });

  it("is relative to now if the clocks agree, or the response has no valid Date", () => {
    const soon = new Date(Date.now() + 60_000).toUTCString();
    for (const sent of [undefined, "yesterday", new Date(Date.now() - 2_000).toUTCString()]) {
      const delayMs = retryAfter(soon, sent);
      expect(delayMs).toBeGreaterThan(50_000);
      expect(delayMs).toBeLessThanOrEqual(60_000);
    }
  });
});

describe("the message", () => {
  const message = (status: number, api: string, mayBeBilled = true): string =>
    createHttpError({ status, api, mayBeBilled }).message;

  it("for a 403 names the model only in v3, where keys are limited to models", () => {
    expect(message(403, "v3")).toBe(
      "Hive responded with HTTP 403; check that the API key may use this model and is valid for the v3 API.",
    );
    for (const api of ["v1", "v2"]) {
      expect(message(403, api)).toBe(
        `Hive responded with HTTP 403; check that the API key is valid for the ${api} API.`,
      );
    }
  });

  it("for a 504 mentions billing only if Hive bills the request", () => {
    expect(message(504, "v2")).toBe("Hive responded with HTTP 504; the request may still be billed.");
    expect(message(504, "v2", false)).toBe("Hive responded with HTTP 504.");
  });
});
