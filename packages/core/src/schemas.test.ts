import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFixture } from "../test/read-fixture.ts";
import { decodeTask } from "./protocol/decode-task.ts";
import { isHiveError } from "./error/is-hive-error.ts";
import { decodeFrame } from "./protocol/frame/decode-frame.ts";
import { ClassScoreWire, EnvelopeWire, FrameWire, StatusEntryWire, TaskSchema } from "./schemas.ts";

/** Whether the decoder accepts it; `null` if it does not validate it, because the kind of the frame is unknown. */
function isDecodable(json: unknown): boolean | null {
  try {
    const { frame } = decodeFrame(json, { resultIndex: 0, index: 0, at: () => [] });
    return frame.kind === "other" ? null : true;
  } catch (error) {
    if (isHiveError(error) && error.kind === "decode") return false;
    throw error;
  }
}

/** Values that are sometimes valid: the invalid ones reveal a missing check in the decoder. */
const unusual = fc.oneof(
  fc.constantFrom<unknown>(null, "", "text", true, {}, [], [null], [{}], [[]], "0.5"),
  fc.constantFrom<unknown>(0, 1, 3, -1, -2, 0.5, -0.5, 1e-8),
);
const mostly = <Value>(usual: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: usual, weight: 60 }, { arbitrary: unusual, weight: 1 });
const some = (keys: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc.record(keys, { requiredKeys: [] });

const score = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 2, 3, -1));
const classScore = mostly(
  fc.oneof(
    fc.record({ class: mostly(fc.string()), score: mostly(score) }),
    fc.record({ class_name: mostly(fc.string()), value: mostly(score) }),
    some({ class: mostly(fc.string()), class_name: fc.string(), score: mostly(score), value: mostly(score) }),
  ),
);
const classes = mostly(fc.array(classScore, { maxLength: 4 }));
const vertices = mostly(
  fc.array(
    mostly(fc.record({ x: mostly(fc.integer()), y: mostly(fc.double({ noNaN: true, min: -9, max: 9 })) })),
  ),
);
const box = mostly(
  some({ vertices, classes, dimensions: mostly(fc.object()), keypoints: unusual, meta: unusual }),
);
const boxes = mostly(fc.array(box, { maxLength: 3 }));
const hits = mostly(fc.array(some({ value: fc.string(), type: fc.string() }), { maxLength: 2 }));
const blocks = mostly(
  fc.array(
    mostly(
      some({
        classes,
        bounding_poly: boxes,
        start_timestamp: mostly(fc.nat()),
        text_filters: hits,
        pii_entities: hits,
      }),
    ),
    { maxLength: 2 },
  ),
);
const frame = some({
  time: mostly(fc.double({ min: 0, max: 100, noNaN: true })),
  classes,
  bounding_poly: boxes,
  url: mostly(fc.webUrl()),
  mapping: mostly(fc.array(mostly(fc.record({ class: mostly(fc.string()), value: mostly(fc.nat(255)) })))),
  start_char_index: unusual,
  string_matches: hits,
  frame_results: blocks,
  classifications: blocks,
  extra: mostly(fc.array(some({ name: fc.constant("timestamp"), value: unusual }))),
});
const names = mostly(
  fc.oneof(fc.array(mostly(fc.oneof(fc.string(), fc.constant(" Matched"))), { maxLength: 2 }), fc.string()),
);
const prediction = mostly(
  fc.oneof(
    fc.constant(null),
    fc.record({ csam_classifier: mostly(fc.dictionary(fc.string(), mostly(score), { maxKeys: 3 })) }),
  ),
);
const comparison = some({
  reasons: names,
  matchTypes: names,
  sources: mostly(fc.array(mostly(some({ hashSet: unusual })), { maxLength: 2 })),
  classifierPrediction: prediction,
  startTimestamp: unusual,
});
const match = fc.oneof(
  comparison,
  some({ file: mostly(comparison), hashes: mostly(fc.array(mostly(comparison), { maxLength: 2 })) }),
);

describe("the schema of a frame", () => {
  it("accepts exactly what the decoder accepts", () => {
    let accepted = 0;
    let rejected = 0;
    fc.assert(
      fc.property(fc.oneof(frame, match), (json) => {
        const decodable = isDecodable(json);
        if (decodable === null) return;
        if (decodable) accepted++;
        else rejected++;
        expect(FrameWire.safeParse(json).success).toBe(decodable);
      }),
      { numRuns: 6_000 },
    );
    // Both must happen often, or the comparison proves nothing.
    expect(Math.min(accepted, rejected)).toBeGreaterThan(200);
  });

  it("rejects a number that JSON can contain but JavaScript cannot represent", () => {
    const json: unknown = JSON.parse('{"classes":[{"class":"a","score":1e999}]}');
    expect(FrameWire.safeParse(json).success).toBe(false);
    expect(isDecodable(json)).toBe(false);
  });
});

describe("the schemas", () => {
  it.each(["array-of-two", "categorization-video", "detection-image", "segmentation-image", "labeling"])(
    "of the domain accept the task of %s, also after a round trip through JSON",
    (name) => {
      const task = decodeTask(readFixture(`v1/${name}`));
      expect(TaskSchema.parse(task)).toEqual(task);
      expect(TaskSchema.parse(JSON.parse(JSON.stringify(task)))).toEqual(task);
    },
  );

  it("of the wire keep unknown properties", () => {
    const json = { class: "a", score: 1, label: "new" };
    expect(ClassScoreWire.parse(json)).toEqual(json);
    expect(EnvelopeWire.parse({ id: "t", status: [], brand_new: 1 })).toMatchObject({ brand_new: 1 });
    expect(StatusEntryWire.safeParse({ status: { code: {} } }).success).toBe(false);
  });

  it("are Standard Schemas", async () => {
    const { validate, vendor, version } = TaskSchema["~standard"];
    expect([vendor, version]).toEqual(["zod", 1]);
    expect(await validate({})).toHaveProperty("issues");
    expect(await validate(decodeTask(readFixture("v1/labeling")))).toHaveProperty("value");
  });
});
