import { expect, it } from "vitest";
import type { TextInfo } from "../../result/task.ts";
import { anyGeneration } from "./any-generation.ts";
import { decodeReply } from "./decode-reply.ts";

const HIT = { value: "DARN", type: "profanity", start: null, end: null };
const ADDRESS = { value: "a@b.example", type: "Email Address", start: null, end: null };
const NONE = { filters: null, pii: null, urls: null };

/** Builds a response of v2 from its frames and the properties next to them. */
const v2 = (frames: readonly object[], beside: object = {}): object => ({
  id: "1",
  status: [{ status: { code: "0" }, response: { output: frames, ...beside } }],
});
const v1 = { id: "1", status: { status: { code: "0" }, response: { output: [{ classes: [] }] } } };
const v3 = (...frames: readonly object[]): object => ({ task_id: "1", output: frames });
/** Builds a frame of an image with texts. */
const image = (...texts: readonly object[]): object => ({ frame_results: texts });

it.each<[string, object, Partial<TextInfo> | null]>([
  ["v1 with media", v1, null],
  ["v2 without a list", v2([{}], { language: "EN" }), NONE],
  ["v2 with a list, and no frames", v2([], { pii_entities: [] }), { ...NONE, pii: [] }],
  [
    "v2 with all lists",
    v2([{}], { text_filters: [HIT], pii_entities: [], urls: [] }),
    { filters: [HIT], pii: [], urls: [] },
  ],
  ["v3 without string_matches", v3({ classes: [] }), null],
  ["v3 with string_matches", v3({ string_matches: [] }), { ...NONE, filters: [] }],
  ["v3 with string_matches in one of two frames", v3({ string_matches: [] }, {}), NONE],
  ["v3 with a hit in one of two frames", v3({}, { string_matches: [HIT] }), { ...NONE, filters: [HIT] }],
  ["an image without texts", v2([image()]), { filters: [], pii: [], urls: null }],
  ["an image whose texts have no lists", v2([image({}, {})]), NONE],
  [
    "an image with one text that has no list",
    v2([image({ text_filters: [], pii_entities: [] }, { pii_entities: [ADDRESS] })]),
    { filters: null, pii: [ADDRESS], urls: null },
  ],
  [
    "a list outside the frames, and hits inside them",
    v2([image({ text_filters: [HIT], pii_entities: null })], { text_filters: [], pii_entities: [] }),
    { filters: [HIT], pii: [], urls: null },
  ],
])("lists of text hits are null if the response has none: %s", (_name, reply, expected) => {
  const text = decodeReply(anyGeneration, reply).results[0]?.text;
  if (expected === null) expect(text).toBeNull();
  else expect(text).toMatchObject(expected);
});
