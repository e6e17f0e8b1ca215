import { expect, it } from "vitest";
import { findPeriod } from "./budget-period.ts";

it.each([
  [
    "hour",
    "2026-12-31T23:59:59.999Z",
    "2026-12-31T23",
    "2026-12-31T23:00:00.000Z",
    "2027-01-01T00:00:00.000Z",
  ],
  [
    "hour",
    "2026-12-01T16:00:00.000Z",
    "2026-12-01T16",
    "2026-12-01T16:00:00.000Z",
    "2026-12-01T17:00:00.000Z",
  ],
  ["day", "2028-02-29T12:00:00.000Z", "2028-02-29", "2028-02-29T00:00:00.000Z", "2028-03-01T00:00:00.000Z"],
  ["month", "2026-12-15T00:00:00.000Z", "2026-12", "2026-12-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
  ["month", "2026-01-31T23:59:59.999Z", "2026-01", "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"],
] as const)("finds the %s of %s", (per, now, id, start, end) => {
  const period = findPeriod("uploads", per, Date.parse(now));
  expect(period).toEqual({
    id: `uploads/${per}/${id}`,
    name: "uploads",
    per,
    startsAtMs: Date.parse(start),
    endsAtMs: Date.parse(end),
  });
});

it("has one period for a budget that never resets", () => {
  const first = findPeriod("uploads", "run", 0);
  expect(first).toEqual({ id: "uploads/run", name: "uploads", per: "run", startsAtMs: 0, endsAtMs: null });
  expect(findPeriod("uploads", "run", Date.now())).toEqual(first);
});
