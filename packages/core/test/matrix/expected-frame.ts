import type { Frame, FrameKind } from "../../src/index.ts";
import type { ExpectedFrame } from "./cell.ts";

/** A frame without its place, as a table writes it down. `classes` are pairs of name and score. */
export type FrameNote = Omit<ExpectedFrame, "resultIndex" | "index">;

/** What a table says of a frame; the rest is what a frame of this kind has when Hive says nothing. */
export type FrameWords = Partial<Omit<FrameNote, "kind" | "evaluated" | "classes">> & {
  readonly classes?: readonly Score[];
};

/** A class and its score. */
export type Score = readonly [name: string, score: number];

/** A frame that the model judged. */
export function judged(kind: FrameKind, words: FrameWords): FrameNote {
  return note(kind, words, true);
}

/** A frame of which it is not known what the model says. */
export function unjudged(kind: FrameKind, words: FrameWords = {}): FrameNote {
  return note(kind, words, false);
}

/** A box: its corners in Hive's order, the rectangle around them, and its classes. */
export function box(
  vertices: readonly (readonly [x: number, y: number])[],
  bounds: readonly [left: number, top: number, right: number, bottom: number],
  rest: { readonly classes: readonly Score[]; readonly meta?: unknown },
): Frame["boxes"][number] {
  const [left, top, right, bottom] = bounds;
  return {
    vertices: vertices.map(([x, y]) => ({ x, y })),
    bounds: { left, top, right, bottom },
    classes: scores(rest.classes),
    keypoints: [],
    meta: rest.meta ?? null,
  };
}

function note(kind: FrameKind, { classes = [], ...words }: FrameWords, evaluated: boolean): FrameNote {
  return {
    kind,
    evaluated,
    timeSeconds: null,
    classes: scores(classes),
    scale: kind === "text" ? "level" : "probability",
    unsupportedClasses: [],
    boxes: [],
    mask: null,
    span: null,
    ...words,
  };
}

function scores(pairs: readonly Score[]): Frame["classes"] {
  return pairs.map(([name, score]) => ({ class: name, score }));
}
