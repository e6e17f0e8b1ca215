import type { Bounds, Box, Frame, FrameKind, Mask } from "../../result/frame.ts";
import { decodeWire } from "../decode-wire.ts";
import type { JsonPath } from "../protocol.ts";
import { FrameWire } from "./v1-wire.ts";
import type { BoundingPolyWire } from "./v1-wire.ts";

/** Where a frame stands: in which result, as which of its frames, and at which place of the reply. */
export type FramePosition = { readonly resultIndex: number; readonly index: number; readonly at: JsonPath };

/**
 * Decodes one element of `output`.
 *
 * @throws HiveDecodeError if a score, class, vertex or time has another type than a number or a name.
 */
export function decodeFrame(json: unknown, position: FramePosition): Frame {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return { ...emptyFrame(position), raw: json };
  }
  const kind = kindOf(json);
  if (kind === "other") return { ...emptyFrame(position), timeSeconds: timeOf(json), raw: json };
  const wire = decodeWire(FrameWire, { json, at: position.at, what: "a frame" });
  const frame: Frame = { ...emptyFrame(position), kind, timeSeconds: wire.time ?? null, raw: json };
  if (kind === "detection") {
    // Other scores of a frame with boxes are kept, should a model ever send both.
    const classes = (wire.classes ?? []).map(({ class: name, score }) => ({ class: name, score }));
    const boxes = (wire.bounding_poly ?? []).map(decodeBox);
    // An empty list is an answer: nothing was found. A null is none.
    return { ...frame, classes, boxes, evaluated: Array.isArray(wire.bounding_poly) };
  }
  if (kind === "segmentation") {
    const mask = decodeMask(wire);
    return { ...frame, mask, evaluated: mask !== null && mask.mapping.length > 0 };
  }
  const classes = (wire.classes ?? []).map(({ class: name, score }) => ({ class: name, score }));
  return { ...frame, classes, evaluated: classes.length > 0 };
}

/** The kind follows the keys alone, so that a frame that is read on its own and one of a whole reply agree. */
function kindOf(json: object): FrameKind {
  // Frames of text models are not part of v1 as documented, and their scores are levels: never read them as probabilities.
  if ("start_char_index" in json || "end_char_index" in json) return "other";
  if ("bounding_poly" in json) return "detection";
  if ("mapping" in json) return "segmentation";
  if ("classes" in json) return "classification";
  return "other";
}

function emptyFrame(position: FramePosition): Frame {
  return {
    kind: "other",
    resultIndex: position.resultIndex,
    index: position.index,
    timeSeconds: null,
    evaluated: false,
    classes: [],
    scale: "probability",
    unsupportedClasses: [],
    boxes: [],
    mask: null,
    span: null,
    raw: null,
  };
}

function timeOf(json: object): number | null {
  return "time" in json && typeof json.time === "number" ? json.time : null;
}

function decodeBox(wire: BoundingPolyWire): Box {
  const vertices = (wire.vertices ?? []).map(({ x, y }) => ({ x, y }));
  return {
    vertices,
    bounds: boundsOf(wire.dimensions, vertices),
    classes: (wire.classes ?? []).map(({ class: name, score }) => ({ class: name, score })),
    keypoints: wire.keypoints ?? [],
    meta: wire.meta ?? null,
  };
}

function boundsOf(dimensions: BoundingPolyWire["dimensions"], vertices: Box["vertices"]): Bounds {
  if (dimensions !== null && dimensions !== undefined) {
    const { left, top, right, bottom } = dimensions;
    return { left, top, right, bottom };
  }
  if (vertices.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  // Which corner comes first differs between models, so the order of the vertices says nothing.
  const xs = vertices.map((vertex) => vertex.x);
  const ys = vertices.map((vertex) => vertex.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function decodeMask(wire: FrameWire): Mask | null {
  if (typeof wire.url !== "string" || wire.url === "") return null;
  const mapping = (wire.mapping ?? []).map(({ class: name, value }) => ({ class: name, value }));
  return { url: wire.url, mapping };
}
