import type { Bounds, Box, Vertex } from "../../result/frame.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber, strictList, unreadable } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import { readBoxClasses } from "./decode-scores.ts";

/**
 * Reads one detected object.
 *
 * @throws HiveDecodeError if a vertex, a class or a score is malformed.
 */
export function readBox(json: WireObject, place: Place): Box {
  const { keypoints } = json;
  const vertices = strictList(json, "vertices", place, readVertex) ?? [];
  return {
    vertices,
    bounds: readDimensions(json["dimensions"]) ?? computeBounds(vertices),
    classes: readBoxClasses(json, place),
    keypoints: Array.isArray(keypoints) ? keypoints : [],
    meta: json["meta"] ?? null,
  };
}

function readVertex({ x, y }: WireObject, place: Place): Vertex {
  return { x: readCoordinate(x, "x", place), y: readCoordinate(y, "y", place) };
}

function readCoordinate(value: unknown, key: "x" | "y", place: Place): number {
  const coordinate = looseNumber(value);
  if (coordinate === null) throw unreadable([...place(), key]);
  return coordinate;
}

/** Reads Hive's own bounds, if all four are present. */
function readDimensions(json: unknown): Bounds | null {
  if (!isObject(json)) return null;
  const left = looseNumber(json["left"]);
  const top = looseNumber(json["top"]);
  const right = looseNumber(json["right"]);
  const bottom = looseNumber(json["bottom"]);
  if (left === null || top === null || right === null || bottom === null) return null;
  return { left, top, right, bottom };
}

/** Computes the bounds of vertices in any order, because the first corner differs between models; all 0 for none. */
export function computeBounds(vertices: Box["vertices"]): Bounds {
  const [first = { x: 0, y: 0 }] = vertices;
  const bounds = { left: first.x, top: first.y, right: first.x, bottom: first.y };
  for (const { x, y } of vertices) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}
