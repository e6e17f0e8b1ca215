import type { JsonPath } from "../../src/protocol/wire/read-wire.ts";

/** An array of frames, as `JSON.parse` of the whole document has it. */
type FrameList = {
  readonly resultIndex: number;
  readonly at: JsonPath;
  readonly frames: readonly unknown[];
};

/** What a document says: its arrays of frames by place, and the rest of it with those arrays left empty. */
export type WholeReply = { readonly lists: readonly FrameList[]; readonly envelope: unknown };

/** The naive reader: `JSON.parse` of the whole text, walked. `null` if it is no JSON. */
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
