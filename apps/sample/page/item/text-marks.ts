import type { TextHit } from "@hivekit/core";
import type { ItemFrame } from "../../api/desk-api.ts";

/** A section of a text with the same level and hits throughout. */
export type TextMark = {
  /** The index of its first character. */
  readonly start: number;
  /** The index after its last character. */
  readonly end: number;
  /** The highest level of any class in this section, 0 to 3. */
  readonly level: number;
  /** The classes with this level; `[]` for level 0. */
  readonly classes: readonly string[];
  /** The types of the hits in this section, such as `url`. */
  readonly hits: readonly string[];
};

type Span = {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly names: readonly string[];
};

/**
 * Splits a text where its levels or hits change. Levels come from the frames; a frame without a span covers the
 * complete text.
 */
export function markText(
  length: number,
  frames: readonly Pick<ItemFrame, "span" | "classes" | "scale">[],
  hits: readonly TextHit[],
): readonly TextMark[] {
  const levels = frames.filter((frame) => frame.scale === "level").map((frame) => toSpan(frame, length));
  const hitSpans = hits.flatMap(({ type, start, end }) =>
    start === null || end === null ? [] : [{ start, end, level: 0, names: [type] }],
  );
  const cuts = new Set([0, length]);
  for (const { start, end } of [...levels, ...hitSpans])
    for (const cut of [start, end]) if (cut > 0 && cut < length) cuts.add(cut);
  const starts = [...cuts].toSorted((one, other) => one - other);
  return starts.slice(0, -1).map((start, index) => {
    const end = starts[index + 1] ?? length;
    const covers = (span: Span): boolean => span.start <= start && span.end >= end;
    const here = levels.filter(covers);
    const level = Math.max(0, ...here.map((span) => span.level));
    const named =
      level === 0 ? [] : here.filter((span) => span.level === level).flatMap(({ names }) => names);
    return {
      start,
      end,
      level,
      classes: [...new Set(named)],
      hits: [...new Set(hitSpans.filter(covers).flatMap(({ names }) => names))],
    };
  });
}

function toSpan({ span, classes }: Pick<ItemFrame, "span" | "classes">, length: number): Span {
  const level = Math.max(0, ...classes.map(({ score }) => score));
  const names = classes.filter(({ score }) => score === level).map((one) => one.class);
  return { start: span?.start ?? 0, end: span?.end ?? length, level, names };
}
