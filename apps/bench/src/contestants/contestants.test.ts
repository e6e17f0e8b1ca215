import { describe, expect, it } from "vitest";
import { payloadPieces } from "../payload/payload-pieces.ts";
import type { PayloadForm, PayloadLayout, Reference } from "../payload/payload-spec.ts";
import { streamOfBytes } from "../programs/byte-streams.ts";
import { CONTESTANTS } from "./contestants.ts";
import { FrameSink } from "./frame-sink.ts";

const CHUNK_BYTES = 1000;
const CASES: readonly [PayloadForm, PayloadLayout][] = [
  ["v1", "compact"],
  ["v2", "pretty"],
  ["v3", "spaced"],
  ["detection", "compact"],
];

function payloadOf(form: PayloadForm, layout: PayloadLayout): [Uint8Array<ArrayBuffer>, Reference] {
  const pieces = payloadPieces({ form, layout, frames: 12 });
  let text = "";
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return [new TextEncoder().encode(text), piece.value];
    text += piece.value;
  }
}

describe.each(CONTESTANTS)("$name", ({ read }) => {
  it.each(CASES)("delivers all frames of %s, %s", async (form, layout) => {
    const [bytes, reference] = payloadOf(form, layout);
    const sink = new FrameSink(reference);
    await read(streamOfBytes(bytes, CHUNK_BYTES), sink, form);
    expect(sink.problem()).toBeNull();
  });
});

describe("the sink", () => {
  const [bytes, reference] = payloadOf("v1", "compact");
  const { output } = JSON.parse(new TextDecoder().decode(bytes)).status.response;

  it.each<[string, (frames: unknown[]) => void]>([
    ["frames came", (frames) => frames.pop()],
    ["classes or boxes", (frames) => frames.splice(1, 1, {})],
    ["in the middle", (frames) => frames.splice(6, 1, { ...Object(frames[6]), time: -1 })],
    ["the last", (frames) => frames.splice(11, 1, { ...Object(frames[11]), time: -1 })],
  ])("sees that something else came: %s", (problem, spoil) => {
    const frames = [...output];
    spoil(frames);
    const sink = new FrameSink(reference);
    for (const frame of frames) sink.take(frame, Object(frame).classes?.length ?? 0);
    expect(sink.problem()).toContain(problem);
  });
});
