import { readFixture } from "../read-fixture.ts";
import { V2_ENTRY, V2_HEAD } from "./categorization-cells.ts";
import { unreadable, unreadableAt } from "./cell.ts";
import type { Cell, Expected } from "./cell.ts";
import { MISSING } from "./damage.ts";
import { judged, unjudged } from "./expected-frame.ts";
import { expectationsOf } from "./expected-task.ts";
import type { TextInfo } from "../../src/index.ts";
import { statusCells } from "./status-cells.ts";

const profanity = { value: "DARN", type: "profanity", start: 13, end: 17 };
const address = { value: "a@b.example", type: "Email Address", start: 2, end: 13 };
// 2.6.3: the type of a link is not documented.
const link = { value: "b.example", type: "", start: 4, end: 13 };
const TEXT = {
  language: "EN",
  filters: [profanity],
  pii: [address],
  urls: [link],
  moderatedClasses: ["sexual", "hate", "violence", "bullying"],
};

const { known, unknown } = expectationsOf(V2_HEAD, {
  ...V2_ENTRY,
  model: { name: "fixture_text", version: "1", type: "TEXT_CLASSIFICATION" },
  chargeUsd: 0.0005,
  media: null,
  text: TEXT,
});

const frame = judged("text", {
  timeSeconds: 0,
  classes: [
    ["sexual", 0],
    ["hate", 0],
    ["bullying", 2],
  ],
  unsupportedClasses: ["violence"],
  span: { start: 0, end: 22 },
});
const asDocumented = known([frame]);
const says = (text: Partial<TextInfo>): Expected =>
  known([frame], { result: { text: { ...TEXT, ...text } } });

const output = "@.response.output[0]";
const classes = `${output}.classes`;
const empty = { timeSeconds: 0, span: { start: 0, end: 22 } };
const scored = (...pairs: readonly (readonly [string, unknown])[]): unknown =>
  pairs.map(([name, score]) => ({ class: name, score }));

/** Text moderation of v2: levels 0 to 3, and text hits next to the frames. `hive-api.md` 2.6.3. */
export const textCells: readonly Cell[] = statusCells("text moderation", readFixture("v2/text"), {
  forms: ["v2 array"],
  rows: [
    ["as documented", null, null, asDocumented],
    ["classes is missing", classes, MISSING, unknown([unjudged("text", empty)])],
    ["classes is null", classes, null, unknown([unjudged("text", empty)])],
    ["classes is empty", classes, [], unknown([unjudged("text", empty)])],
    ["classes is an object", classes, {}, unreadableAt(classes)],
    ["a level is a string", `${classes}[3].score`, "2", unreadableAt(`${classes}[3].score`)],
    ["a level is null", `${classes}[3].score`, null, unreadableAt(`${classes}[3].score`)],
    ["a level is missing", `${classes}[3].score`, MISSING, unreadableAt(`${classes}[3].score`)],
    ["a level is -2", `${classes}[3].score`, -2, unreadableAt(`${classes}[3].score`)],
    ["a class is a number", `${classes}[3].class`, 3, unreadableAt(`${classes}[3].class`)],
    ["a class has an unknown key", `${classes}[3].confidence`, 0.4, asDocumented],
    // Every class unsupported, as for an unknown language: nothing was evaluated.
    [
      "all classes are unsupported",
      classes,
      scored(["hate", -1], ["sexual", -1]),
      unknown([unjudged("text", { ...empty, unsupportedClasses: ["hate", "sexual"] })]),
    ],
    [
      "no class is unsupported",
      classes,
      scored(["hate", 0], ["sexual", 3]),
      known([{ ...frame, classes: classesOf(["hate", 0], ["sexual", 3]), unsupportedClasses: [] }]),
    ],
    // Fractions: probabilities of an older model.
    [
      "scores are fractions",
      classes,
      scored(["hate", 0.75], ["sexual", 1]),
      known([
        {
          ...frame,
          classes: classesOf(["hate", 0.75], ["sexual", 1]),
          scale: "probability",
          unsupportedClasses: [],
        },
      ]),
    ],
    // Integers, but in the pairs of an older model.
    [
      "scores are integers, in pairs",
      classes,
      scored(["yes_spam", 1], ["no_spam", 0]),
      known([
        {
          ...frame,
          classes: classesOf(["yes_spam", 1], ["no_spam", 0]),
          scale: "probability",
          unsupportedClasses: [],
        },
      ]),
    ],
    ["the frame has an unknown key", `${output}.explanation`, {}, asDocumented],
    // One of the two indexes makes it a text; the span needs both.
    ["start_char_index is missing", `${output}.start_char_index`, MISSING, known([{ ...frame, span: null }])],
    ["end_char_index is null", `${output}.end_char_index`, null, known([{ ...frame, span: null }])],
    ["start_char_index is a string", `${output}.start_char_index`, "0", known([{ ...frame, span: null }])],
    ["time is missing", `${output}.time`, MISSING, known([{ ...frame, timeSeconds: null }])],
    ["time is a string", `${output}.time`, "0", unreadableAt(`${output}.time`)],
    ["the frame is null", output, null, unknown([unjudged("other")])],
    ["there are no frames", "@.response.output", [], unknown([])],
    ["output is missing", "@.response.output", MISSING, unknown([])],
    ["output is an object", "@.response.output", {}, unknown([unjudged("other")])],
    // The properties next to output.
    ["text_filters is missing", "@.response.text_filters", MISSING, says({ filters: null })],
    ["text_filters is null", "@.response.text_filters", null, says({ filters: null })],
    ["text_filters is empty", "@.response.text_filters", [], says({ filters: [] })],
    // Malformed text hits must not be read as none.
    ["text_filters is an object", "@.response.text_filters", {}, unreadable],
    ["text_filters is a string", "@.response.text_filters", "DARN", unreadable],
    ["text_filters contains null", "@.response.text_filters[0]", null, unreadable],
    ["text_filters contains a number", "@.response.text_filters[0]", 13, unreadable],
    [
      "text_filters contains a string",
      "@.response.text_filters[0]",
      "DARN",
      says({ filters: [{ value: "DARN", type: "", start: null, end: null }] }),
    ],
    [
      "a hit has no value",
      "@.response.text_filters[0].value",
      MISSING,
      says({ filters: [{ ...profanity, value: "" }] }),
    ],
    [
      "a hit's type is null",
      "@.response.text_filters[0].type",
      null,
      says({ filters: [{ ...profanity, type: "" }] }),
    ],
    [
      "a hit's index is a string",
      "@.response.text_filters[0].start_index",
      "13",
      says({ filters: [{ ...profanity, start: null }] }),
    ],
    ["a hit has an unknown key", "@.response.text_filters[0].list", "iwf", asDocumented],
    ["pii_entities is missing", "@.response.pii_entities", MISSING, says({ pii: null })],
    ["pii_entities is null", "@.response.pii_entities", null, says({ pii: null })],
    ["pii_entities is empty", "@.response.pii_entities", [], says({ pii: [] })],
    ["pii_entities is a string", "@.response.pii_entities", "none", unreadable],
    ["urls is missing", "@.response.urls", MISSING, says({ urls: null })],
    ["urls is null", "@.response.urls", null, says({ urls: null })],
    ["urls is empty", "@.response.urls", [], says({ urls: [] })],
    ["urls is an object", "@.response.urls", {}, unreadable],
    ["language is missing", "@.response.language", MISSING, says({ language: null })],
    ["language is null", "@.response.language", null, says({ language: null })],
    ["language is a number", "@.response.language", 1, says({ language: null })],
    ["moderated_classes is missing", "@.response.moderated_classes", MISSING, says({ moderatedClasses: [] })],
    ["moderated_classes is null", "@.response.moderated_classes", null, says({ moderatedClasses: [] })],
    ["moderated_classes is a string", "@.response.moderated_classes", "hate", says({ moderatedClasses: [] })],
    ["custom_classes is null", "@.response.custom_classes", null, asDocumented],
    ["an unknown key next to output", "@.response.translation", "x", asDocumented],
  ],
});

function classesOf(
  ...pairs: readonly (readonly [string, number])[]
): readonly { class: string; score: number }[] {
  return pairs.map(([name, score]) => ({ class: name, score }));
}
