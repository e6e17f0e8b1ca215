import type { BudgetInterval, BudgetPeriod } from "./budget-store.ts";

/** The length of the part of an ISO time, such as `2026-12-01T16:05:00.000Z`, that identifies a period. */
const NAME_LENGTHS = { hour: "2026-12-01T16".length, day: "2026-12-01".length, month: "2026-12".length };

/** Returns the period in UTC that contains a time, in milliseconds since 1970-01-01 UTC. */
export function findPeriod(name: string, per: BudgetInterval, nowMs: number): BudgetPeriod {
  if (per === "run") return { id: `${name}/run`, name, per, startsAtMs: 0, endsAtMs: null };
  const now = new Date(nowMs);
  const [year, month, day, hour] = [
    now.getUTCFullYear(),
    now.getUTCMonth(),
    now.getUTCDate(),
    now.getUTCHours(),
  ];
  const [startsAtMs, endsAtMs] = {
    hour: () => [Date.UTC(year, month, day, hour), Date.UTC(year, month, day, hour + 1)] as const,
    day: () => [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)] as const,
    month: () => [Date.UTC(year, month), Date.UTC(year, month + 1)] as const,
  }[per]();
  return {
    id: `${name}/${per}/${now.toISOString().slice(0, NAME_LENGTHS[per])}`,
    name,
    per,
    startsAtMs,
    endsAtMs,
  };
}
