import type { TextHit } from "@hivekit/core";
import type { ItemFrame } from "../api/desk-api.ts";

/** A stretch of a text of which the same is said everywhere. */
export type TextMark = {
  /** Index of its first character. */
  readonly start: number;
  /** Index after its last character. */
  readonly end: number;
  /** The highest level that a class has here, 0 to 3; 0 if none was found. */
  readonly level: number;
  /** The classes of that level; `[]` for level 0. */
  readonly classes: readonly string[];
  /** What was found here, such as a web address: its type. */
  readonly finds: readonly string[];
};

type Claim = {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly names: readonly string[];
};

/**
 * Cuts a text where something else is said of it: frames say how severe a stretch is, hits what is in it.
 * A frame without a span speaks of the whole text.
 */
export function markText(
  length: number,
  frames: readonly Pick<ItemFrame, "span" | "classes" | "scale">[],
  hits: readonly TextHit[],
): readonly TextMark[] {
  const claims = frames.filter((frame) => frame.scale === "level").map((frame) => claimOf(frame, length));
  const finds = hits.flatMap(({ type, start, end }) =>
    start === null || end === null ? [] : [{ start, end, level: 0, names: [type] }],
  );
  const cuts = new Set([0, length]);
  for (const { start, end } of [...claims, ...finds])
    for (const cut of [start, end]) if (cut > 0 && cut < length) cuts.add(cut);
  const places = [...cuts].toSorted((one, other) => one - other);
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1] ?? length;
    const covers = (claim: Claim): boolean => claim.start <= start && claim.end >= end;
    const here = claims.filter(covers);
    const level = Math.max(0, ...here.map((claim) => claim.level));
    const named =
      level === 0 ? [] : here.filter((claim) => claim.level === level).flatMap(({ names }) => names);
    return {
      start,
      end,
      level,
      classes: [...new Set(named)],
      finds: [...new Set(finds.filter(covers).flatMap(({ names }) => names))],
    };
  });
}

function claimOf({ span, classes }: Pick<ItemFrame, "span" | "classes">, length: number): Claim {
  const level = Math.max(0, ...classes.map(({ score }) => score));
  const names = classes.filter(({ score }) => score === level).map((one) => one.class);
  return { start: span?.start ?? 0, end: span?.end ?? length, level, names };
}
