import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { estimateCharge, explainCharge } from "./estimate-charge.ts";
import type { ChargeableMedia } from "./estimate-charge.ts";
import { LIST_PRICES } from "./prices.ts";
import type { Prices } from "./prices.ts";

describe("estimateCharge", () => {
  it.each<readonly [ChargeableMedia, number]>([
    [{ kind: "image" }, 0.003],
    // The charges of published responses: docs/discoveries.md, numbers 22 and 59.
    [{ kind: "video", durationSeconds: 5.934 }, 0.018],
    [{ kind: "video", durationSeconds: 27.4 }, 0.084],
    [{ kind: "audio", durationSeconds: 33.14 }, 0.102],
    [{ kind: "video", durationSeconds: 0 }, 0.003],
    [{ kind: "video", durationSeconds: 1 }, 0.006],
    [{ kind: "video", durationSeconds: 999, frameCount: 2 }, 0.006],
    [{ kind: "gif", frameCount: 12 }, 0.036],
    [{ kind: "gif" }, 0.018],
    [{ kind: "video" }, 0.183],
    [{ kind: "audio" }, 0.18],
    [{ kind: "audio", durationSeconds: 0 }, 0],
    [{ kind: "audio", durationSeconds: 2 }, 0.006],
    [{ kind: "audio", durationSeconds: 2.01 }, 0.009],
    [{ kind: "text" }, 0.001],
    [{ kind: "text", characters: 1024 }, 0.001],
    [{ kind: "text", characters: 1025 }, 0.002],
    [{ kind: "text", characters: 1948 }, 0.002],
    [{ kind: "text", characters: 1949 }, 0.003],
  ])("estimates %o at %d", (media, chargeUsd) => {
    expect(estimateCharge(media)).toBe(chargeUsd);
  });

  it.each<readonly [ChargeableMedia, Prices, number]>([
    [{ kind: "video", durationSeconds: 10.077 }, { usdPerFrame: 0.005 }, 0.055],
    [{ kind: "video", durationSeconds: 10 }, { framesPerSecond: 0.5 }, 0.018],
    [{ kind: "video", durationSeconds: 10 }, { framesPerSecond: 2, usdPerFrame: 0.001 }, 0.021],
    [{ kind: "image" }, { usdPerImage: 0 }, 0],
    [{ kind: "audio", durationSeconds: 3 }, { usdPerAudioSecond: 0.0000001 }, 0.0000003],
    [{ kind: "text" }, { usdPerText: 0.00001 }, 0.00001],
    [{ kind: "text" }, { usdPerText: undefined }, 0.001],
  ])("estimates %o with the prices %o at %d", (media, prices, chargeUsd) => {
    expect(estimateCharge(media, prices)).toBe(chargeUsd);
  });

  it.each<readonly [unknown, unknown, string | null]>([
    [{}, {}, "kind"],
    [{ kind: "document" }, {}, "kind"],
    [{ kind: "video", durationSeconds: NaN }, {}, "durationSeconds"],
    [{ kind: "video", durationSeconds: -1 }, {}, "durationSeconds"],
    [{ kind: "video", durationSeconds: Infinity }, {}, "durationSeconds"],
    [{ kind: "video", durationSeconds: "10" }, {}, "durationSeconds"],
    [{ kind: "video", frameCount: 0 }, {}, "frameCount"],
    [{ kind: "video", frameCount: 1.5 }, {}, "frameCount"],
    [{ kind: "text", characters: -1 }, {}, "characters"],
    [{ kind: "image", durationSeconds: 1 }, {}, "durationSeconds"],
    [{ kind: "audio", frameCount: 1 }, {}, "frameCount"],
    [{ kind: "video", characters: 1 }, {}, "characters"],
    [{ kind: "image", duration: 1 }, {}, "duration"],
    [{ kind: "image" }, { usdPerImage: NaN }, "usdPerImage"],
    [{ kind: "image" }, { usdPerImage: -1 }, "usdPerImage"],
    [{ kind: "image" }, { framesPerSecond: 0 }, "framesPerSecond"],
    [{ kind: "image" }, { usdPerPicture: 1 }, "usdPerPicture"],
    [{ kind: "video", frameCount: 10_000_000 }, { usdPerFrame: 1_000_000 }, null],
    [{ kind: "video", durationSeconds: 1000 }, { framesPerSecond: 1e308, usdPerFrame: 0 }, null],
    [null, {}, null],
    ["image", {}, null],
  ])("rejects %o with the prices %o", (media, prices, option) => {
    const estimate = (): unknown => Reflect.apply(estimateCharge, undefined, [media, prices]);
    expect(estimate).toThrow(HiveConfigError);
    expect(estimate).toThrow(expect.objectContaining({ option }));
  });

  it("never falls with the duration, and is a whole number of units", () => {
    const seconds = fc.double({ min: 0, max: 100_000, noNaN: true });
    const framesPerSecond = fc.double({ min: 0.01, max: 60, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom("gif", "video", "audio"),
        seconds,
        seconds,
        framesPerSecond,
        (kind, a, b, fps) => {
          const prices = { framesPerSecond: fps };
          const [short, long] = [a, b].map((durationSeconds) =>
            explainCharge({ kind, durationSeconds }, prices),
          );
          expect(
            Math.sign((long?.unitCount ?? 0) - (short?.unitCount ?? 0)) * Math.sign(b - a),
          ).toBeGreaterThanOrEqual(0);
          expect(short?.chargeUsd).toBe(Math.round((short?.unitCount ?? 0) * 0.003 * 1e7) / 1e7);
          const units = kind === "audio" ? [a, a + 1] : [a * fps, a * fps + 1];
          expect(short?.unitCount).toBeGreaterThanOrEqual(Math.floor(units[0] ?? 0));
          expect(short?.unitCount).toBeLessThanOrEqual(Math.ceil(units[1] ?? 0));
        },
      ),
    );
  });
});

describe("explainCharge", () => {
  it("names unit, price and certainty", () => {
    expect(explainCharge({ kind: "video", durationSeconds: 2.5 })).toEqual({
      chargeUsd: 0.009,
      unit: "frame",
      unitCount: 3,
      unitPriceUsd: 0.003,
      certainty: "inferred",
      assumption: null,
    });
    expect(explainCharge({ kind: "image" })).toMatchObject({ unit: "image", certainty: "live" });
  });

  it("states the duration that it assumes", () => {
    const assumed = { certainty: "assumed", assumption: "durationSeconds: 60" };
    expect(explainCharge({ kind: "video" })).toMatchObject({ ...assumed, unitCount: 61 });
    expect(explainCharge({ kind: "audio" })).toMatchObject({ ...assumed, unitCount: 60 });
    expect(explainCharge({ kind: "gif" })).toMatchObject({
      certainty: "assumed",
      assumption: "durationSeconds: 5",
    });
  });
});

it("lists a source and a date for each price", () => {
  for (const { source, readOn } of Object.values(LIST_PRICES)) {
    expect(source).not.toBe("");
    expect(new Date(readOn).toISOString()).toContain(readOn);
  }
});
