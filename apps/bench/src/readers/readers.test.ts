import { describe, expect, it } from "vitest";
import { generatePayload } from "../payload/generate-payload.ts";
import type { PayloadForm, PayloadLayout, Reference } from "../payload/payload-spec.ts";
import { streamBytes } from "./byte-streams.ts";
import { READERS } from "./readers.ts";
import { FrameSink } from "./frame-sink.ts";

const CHUNK_BYTES = 1000;
const CASES: readonly [PayloadForm, PayloadLayout][] = [
  ["v1", "compact"],
  ["v2", "pretty"],
  ["v3", "spaced"],
  ["detection", "compact"],
];

function createPayload(form: PayloadForm, layout: PayloadLayout): [Uint8Array<ArrayBuffer>, Reference] {
  const chunks = generatePayload({ form, layout, frames: 12 });
  let text = "";
  for (;;) {
    const chunk = chunks.next();
    if (chunk.done === true) return [new TextEncoder().encode(text), chunk.value];
    text += chunk.value;
  }
}

describe.each(READERS)("$name", ({ read }) => {
  it.each(CASES)("delivers all frames of %s, %s", async (form, layout) => {
    const [bytes, reference] = createPayload(form, layout);
    const sink = new FrameSink(reference);
    await read(streamBytes(bytes, CHUNK_BYTES), sink, form);
    expect(sink.findProblem()).toBeNull();
  });
});

describe("the sink", () => {
  const [bytes, reference] = createPayload("v1", "compact");
  const { output } = JSON.parse(new TextDecoder().decode(bytes)).status.response;

  it.each<[string, (frames: unknown[]) => void]>([
    ["frames arrived", (frames) => frames.pop()],
    ["classes or boxes", (frames) => frames.splice(1, 1, {})],
    ["the middle frame", (frames) => frames.splice(6, 1, { ...Object(frames[6]), time: -1 })],
    ["the last frame", (frames) => frames.splice(11, 1, { ...Object(frames[11]), time: -1 })],
  ])("reports a difference: %s", (problem, damage) => {
    const frames = [...output];
    damage(frames);
    const sink = new FrameSink(reference);
    for (const frame of frames) sink.add(frame, Object(frame).classes?.length ?? 0);
    expect(sink.findProblem()).toContain(problem);
  });
});
