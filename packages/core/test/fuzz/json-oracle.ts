import type { JsonPath } from "../../src/protocol/wire/read-wire.ts";

/** An array of frames, from `JSON.parse` of the complete document. */
type FrameList = {
  readonly resultIndex: number;
  readonly at: JsonPath;
  readonly frames: readonly unknown[];
};

/** The content of a document: its arrays of frames by position, and the rest with these arrays emptied. */
export type WholeReply = { readonly lists: readonly FrameList[]; readonly envelope: unknown };

/** Reads the complete text with `JSON.parse`. `null` if it is not valid JSON. */
export function readWhole(text: string, resultIndexAt: (path: JsonPath) => number | null): WholeReply | null {
  const lists: FrameList[] = [];
  const walk = (value: unknown, at: JsonPath): void => {
    if (typeof value !== "object" || value === null) return;
    const resultIndex = Array.isArray(value) ? resultIndexAt(at) : null;
    if (resultIndex !== null && Array.isArray(value)) {
      lists.push({ resultIndex, at, frames: value.splice(0) });
    } else {
      const isArray = Array.isArray(value);
      for (const [key, child] of Object.entries(value)) walk(child, [...at, isArray ? Number(key) : key]);
    }
  };
  try {
    const envelope: unknown = JSON.parse(text);
    walk(envelope, []);
    return { lists, envelope };
  } catch {
    return null;
  }
}
