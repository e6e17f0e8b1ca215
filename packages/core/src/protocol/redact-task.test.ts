import { describe, expect, it } from "vitest";
import { decodeTask } from "./decode-task.ts";
import { redactTask } from "./redact-task.ts";

/** A response with a secret in every property that may contain one. */
const reply = {
  id: "t",
  metadata: "mine",
  status: [
    {
      status: { code: "0", message: "SUCCESS" },
      response: {
        input: {
          charge: 0.003,
          text: "SECRET-text",
          media: { url: "https://u:SECRET@m.example/a.png?sig=SECRET#SECRET", filename: "a.png" },
        },
        text_filters: [{ value: "SECRET", type: "profanity", start_index: 0, end_index: 6 }],
        pii_entities: [{ value: "SECRET@x.example", type: "Email Address" }],
        urls: [{ value: "https://SECRET.example" }],
        language: "EN",
        moderated_classes: ["hate"],
        output: [
          { time: 0, start_char_index: 0, end_char_index: 6, classes: [{ class: "hate", score: 3 }] },
          { url: "https://m.example/mask.png?sig=SECRET", mapping: [{ class: "sky", value: 1 }] },
          {
            block_text: "SECRET word",
            bounding_poly: [{ classes: [{ class: "SECRET", score: 0.9 }], vertices: [{ x: 1, y: 2 }] }],
          },
          {
            time: 1,
            bounding_poly: [
              { classes: [{ class: "face", score: 0.9 }], meta: { id: "SECRET" }, keypoints: ["SECRET"] },
            ],
          },
          { url: "data:image/png;base64,SECRET", mapping: [{ class: "sky", value: 1 }] },
          {
            time: 2,
            frame_results: [
              {
                block_text: "SECRET",
                classes: [{ class: "spam", score: 0 }],
                bounding_poly: [{ classes: [{ class: "SECRET", score: 1 }] }],
              },
            ],
          },
          {
            transcript: "SECRET",
            words: [{ time: 0, alternatives: [{ text: "SECRET", score: 1 }] }],
            classifications: [{ text: "SECRET", classes: [{ class: "hate", score: 1 }] }],
          },
          { source_text: "SECRET", translated_text: "SECRET" },
          {
            file: { reasons: ["matched"] },
            hashes: [
              {
                hashType: "md5",
                hashString: "SECRET",
                matchTypes: ["CSAM"],
                sources: [{ hashSet: "SECRET" }],
              },
            ],
          },
          {
            classes: [{ class: "ai_generated", score: 0.5 }],
            algorithmic_tags: { c2pa: { claim_generator: "Editor/1", title: "SECRET" } },
          },
        ],
      },
    },
  ],
};

describe("a redacted task", () => {
  it("contains no text, text hit, query or undecoded data", () => {
    expect(JSON.stringify(redactTask(decodeTask(reply)))).not.toContain("SECRET");
  });

  it("contains no word of an image, even if the frame has a transcript", () => {
    const words = [{ classes: [{ class: "SECRET", score: 0.9 }], vertices: [] }];
    for (const frame of [{ block_text: "SECRET" }, { transcript: "SECRET" }]) {
      const task = decodeTask({ output: [{ ...frame, bounding_poly: words }] });
      expect(JSON.stringify(task)).toContain("SECRET");
      expect(JSON.stringify(redactTask(task))).not.toContain("SECRET");
    }
  });

  it("keeps scores, times, boxes, charges and names", () => {
    const task = redactTask(decodeTask(reply));
    const [result] = task.results;
    expect(task).toMatchObject({ id: "t", metadata: "mine" });
    expect(result).toMatchObject({
      chargeUsd: 0.003,
      media: { url: "https://m.example/a.png", filename: "a.png" },
      text: { language: "EN", moderatedClasses: ["hate"] },
    });
    expect(result?.text?.filters).toEqual([{ value: "[redacted]", type: "profanity", start: 0, end: 6 }]);
    expect(result?.frames[0]?.classes).toEqual([{ class: "hate", score: 3 }]);
    expect(result?.frames[1]?.mask).toEqual({
      url: "https://m.example/mask.png",
      mapping: [{ class: "sky", value: 1 }],
    });
    expect(result?.frames[2]?.boxes[0]).toMatchObject({
      classes: [{ class: "[redacted]", score: 0.9 }],
      bounds: { left: 1, top: 2, right: 1, bottom: 2 },
    });
    expect(result?.frames[6]).toMatchObject({
      kind: "transcript",
      classes: [{ class: "hate", score: 1 }],
      transcript: { text: "[redacted]" },
    });
    expect(result?.frames[8]?.match).toEqual({
      isMatched: true,
      types: ["CSAM"],
      hashes: [{ type: "md5", isMatched: true, sources: [], startSeconds: null, endSeconds: null }],
    });
    expect(result?.provenance).toEqual({ c2pa: null, generator: "Editor/1" });
    expect(result?.frames[3]?.boxes[0]?.classes).toEqual([{ class: "face", score: 0.9 }]);
  });

  it.each([null, undefined, 5, {}, { results: [null] }, { results: [{}] }])(
    "cannot be made from %j, which is not a task",
    (value) => {
      const redacting = (): unknown => Reflect.apply(redactTask, null, [value]);
      expect(redacting).toThrow(expect.objectContaining({ kind: "input" }));
    },
  );

  it("has null for a list of hits that a stored task does not have", () => {
    const stored = JSON.parse(JSON.stringify({ ...decodeTask(reply), raw: null }));
    delete stored.results[0].text.urls;
    expect(redactTask(stored).results[0]?.text?.urls).toBeNull();
  });

  it("is a copy", () => {
    const task = decodeTask(reply);
    const before = structuredClone(task);
    redactTask(task);
    expect(task).toEqual(before);
  });
});
