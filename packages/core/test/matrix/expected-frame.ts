import type { Frame, FrameKind } from "../../src/index.ts";
import type { ExpectedFrame } from "./cell.ts";

/** An expected frame without its position. `classes` are pairs of name and score. */
export type FrameNote = Omit<ExpectedFrame, "resultIndex" | "index">;

/** The properties of a frame in a table. The others have the defaults of its kind. */
export type FrameProperties = Partial<Omit<FrameNote, "kind" | "evaluated" | "classes">> & {
  readonly classes?: readonly Score[];
};

/** Creates a class with its score. */
export type Score = readonly [name: string, score: number];

/** Creates an evaluated frame. */
export function judged(kind: FrameKind, properties: FrameProperties): FrameNote {
  return note(kind, properties, true);
}

/** Creates an unevaluated frame. */
export function unjudged(kind: FrameKind, properties: FrameProperties = {}): FrameNote {
  return note(kind, properties, false);
}

/** Creates a box from its corners in Hive's order, its bounds, and its classes. */
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

function note(
  kind: FrameKind,
  { classes = [], ...properties }: FrameProperties,
  evaluated: boolean,
): FrameNote {
  return {
    kind,
    evaluated,
    timeSeconds: null,
    classes: scores(classes),
    scale: kind === "text" || kind === "transcript" ? "level" : "probability",
    unsupportedClasses: [],
    boxes: [],
    mask: null,
    transcript: null,
    textBlocks: [],
    match: null,
    span: null,
    ...properties,
  };
}

function scores(pairs: readonly Score[]): Frame["classes"] {
  return pairs.map(([name, score]) => ({ class: name, score }));
}
