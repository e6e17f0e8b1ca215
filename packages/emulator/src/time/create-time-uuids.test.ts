import { expect, it } from "vitest";
import { createTimeUuids } from "./create-time-uuids.ts";

it("a UUID of version 1 contains the time, and each one differs even if the clock does not advance", () => {
  const createId = createTimeUuids(() => new Date("2026-01-01T00:00:00.123Z"));
  const ids = [createId(), createId(), createId()];
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(3);
  const [low = "", middle = "", high = ""] = ids[0]?.split("-") ?? [];
  const ticks = BigInt(`0x${high.slice(1)}${middle}${low}`) - 122_192_928_000_000_000n;
  expect(new Date(Number(ticks / 10_000n)).toISOString()).toBe("2026-01-01T00:00:00.123Z");
});
