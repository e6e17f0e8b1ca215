import { decodeTask } from "@hivekit/core";
import { describe, expect, it } from "vitest";
import { generatePayload } from "./generate-payload.ts";
import { getFramesPath } from "./payload-spec.ts";
import type { PayloadForm, PayloadLayout, Reference } from "./payload-spec.ts";

const FORMS: readonly PayloadForm[] = ["v1", "v2", "v3", "detection"];
const LAYOUTS: readonly PayloadLayout[] = ["compact", "pretty", "spaced"];
const FRAMES = 40;

function generate(form: PayloadForm, layout: PayloadLayout): { text: string; reference: Reference } {
  const chunks = generatePayload({ form, layout, frames: FRAMES });
  let text = "";
  for (;;) {
    const chunk = chunks.next();
    if (chunk.done === true) return { text, reference: chunk.value };
    text += chunk.value;
  }
}

function parseFrames(form: PayloadForm, text: string): readonly unknown[] {
  let json: unknown = JSON.parse(text);
  for (const key of getFramesPath(form)) json = Reflect.get(Object(json), key);
  return Array.isArray(json) ? json : [];
}

describe("a generated reply", () => {
  it("has the same bytes each time", () => {
    for (const form of FORMS) expect(generate(form, "spaced")).toEqual(generate(form, "spaced"));
  });

  it.each(FORMS)("of %s has the same content in each layout, and matches its reference", (form) => {
    const compact = generate(form, "compact").text;
    for (const layout of LAYOUTS) {
      const { text, reference } = generate(form, layout);
      const frames = parseFrames(form, text);
      expect(JSON.parse(text)).toEqual(JSON.parse(compact));
      expect(frames).toHaveLength(reference.frameCount);
      expect(JSON.stringify(frames[FRAMES / 2])).toBe(reference.middle);
      expect(JSON.stringify(frames.at(-1))).toBe(reference.last);
      expect(Buffer.byteLength(text)).toBe(reference.sizeBytes);
    }
    expect(compact).toBe(JSON.stringify(JSON.parse(compact)));
    expect(generate(form, "pretty").text).toBe(JSON.stringify(JSON.parse(compact), null, 2));
  });

  it.each(FORMS)("of %s can be decoded by Hivekit, with all its classes or boxes", (form) => {
    const { text, reference } = generate(form, "compact");
    const frames = decodeTask(JSON.parse(text)).results.flatMap((result) => result.frames);
    const items = frames.reduce((sum, frame) => sum + frame.classes.length + frame.boxes.length, 0);
    expect(frames.every((frame) => frame.evaluated)).toBe(true);
    expect(items).toBe(reference.itemCount);
  });

  it.each(FORMS)("of %s has a reference with the byte that completes each frame", (form) => {
    const { text, reference } = generate(form, "compact");
    const bytes = Buffer.from(text);
    for (const [index, frame] of parseFrames(form, text).entries()) {
      const end = reference.frameEndBytes[index] ?? 0;
      expect(bytes.subarray(0, end).toString().endsWith(JSON.stringify(frame))).toBe(true);
      expect(bytes.subarray(end).toString()).toMatch(/^[,\]]/);
    }
  });

  it("has frames of many sizes, and scores with 16 or more digits", () => {
    const { text } = generate("v1", "compact");
    const sizes = new Set(parseFrames("v1", text).map((frame) => JSON.stringify(frame).length));
    expect(sizes.size).toBeGreaterThan(FRAMES * 0.9);
    const digits = [...text.matchAll(/"score":0\.0*(\d+)/g)].map(([, found = ""]) => found.length);
    expect(digits.filter((count) => count >= 16).length / digits.length).toBeGreaterThan(0.8);
  });
});
