import { expect, it } from "vitest";
import { boxesOf, outputOf, pictureOf, taskOf, textOf, v2Reply } from "../../test/policy-replies.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import { decide } from "./decide.ts";
import type { Policy } from "./policy.ts";
import type { Verdict } from "./verdict.ts";

const reasonsOf = ({ reasons }: Verdict): string => reasons.map(({ sentence }) => sentence).join("\n");
const lacksOf = ({ unevaluated }: Verdict): string => unevaluated.map(({ sentence }) => sentence).join("\n");

it("says when a class holds for 2.5 s with a gap", () => {
  // Two frames a second; it holds from 1 s to 2.5 s, and after a gap from 4 s to 5 s.
  const held = new Set([2, 3, 4, 8, 9]);
  const frames = Array.from({ length: 12 }, (_, index) => ({
    time: index / 2,
    scores: { yes_smoking: held.has(index) ? 0.9 + index / 125 : 0.04 },
  }));
  const policy: Policy = { block: { yes_smoking: { atLeast: 0.9, forSeconds: 2.5 } } };
  const verdict = decide(taskOf(frames, 6), policy);
  expect(verdict.reasons[0]?.seconds).toEqual([
    { start: 1, end: 2.5 },
    { start: 4, end: 5 },
  ]);
  expect(reasonsOf(verdict)).toMatchInlineSnapshot(
    `"Block: yes_smoking scored up to 0.972 (0.9 is enough) in 5 frames, for 2.5 s in total (2.5 s is enough): from 1 s to 2.5 s and from 4 s to 5 s."`,
  );
  const inARow: Policy = { block: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 2, gapSeconds: 1.5 } } };
  expect(reasonsOf(decide(taskOf(frames, 6), inARow))).toMatchInlineSnapshot(
    `"Block: yes_smoking scored up to 0.972 (0.9 is enough) in 5 frames, for 2.5 s, 2.5 s of it in a row (2 s is enough): from 1 s to 2.5 s and from 4 s to 5 s."`,
  );
  const tooLong: Policy = { block: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 2, gapSeconds: 1.4 } } };
  expect(decide(taskOf(frames, 6), tooLong).decision).toBe("allow");
});

it("says why a picture is blocked", () => {
  expect(
    reasonsOf(decide(pictureOf({ yes_smoking: 0.973456 }), { block: { yes_smoking: 0.9 } })),
  ).toMatchInlineSnapshot(`"Block: yes_smoking scored 0.9735 (0.9 is enough) in 1 frame."`);
});

it("says scores and seconds as exactly as they are compared", () => {
  expect(reasonsOf(decide(pictureOf({ yes_smoking: 0.90001 }), { block: { yes_smoking: 0.90001 } }))).toBe(
    "Block: yes_smoking scored 0.90001 (0.90001 is enough) in 1 frame.",
  );
  const frames = [0, 0.001, 0.002].map((time) => ({ time, scores: { yes_smoking: 1 } }));
  const policy: Policy = { block: { yes_smoking: { atLeast: 0.9, forSeconds: 0.001 } } };
  expect(reasonsOf(decide(taskOf(frames), policy))).toBe(
    "Block: yes_smoking scored up to 1 (0.9 is enough) in 3 frames, for 0.003 s in total (0.001 s is enough): from 0 s to 0.003 s.",
  );
});

it("says of many stretches the first ones", () => {
  const frames = Array.from({ length: 10 }, (_, time) => ({
    time,
    scores: { yes_smoking: time % 2 === 0 ? 0.99 : 0 },
  }));
  const policy: Policy = { review: { yes_smoking: { atLeast: 0.9, forFrames: 3 } } };
  expect(reasonsOf(decide(taskOf(frames, 10), policy))).toMatchInlineSnapshot(
    `"Review: yes_smoking scored up to 0.99 (0.9 is enough) in 5 frames (3 are enough), for 5 s: from 0 s to 1 s, from 2 s to 3 s, from 4 s to 5 s and 2 more times."`,
  );
});

it("says what boxes, texts, finds and people say", () => {
  const boxes: Policy = {
    block: [{ kind: "boxes", class: "car", atLeast: 0.5, count: 2 }],
    classes: ["car"],
  };
  expect(
    reasonsOf(
      decide(
        decodeTask(
          v2Reply([
            boxesOf([
              ["car", 0.9],
              ["car", 0.8],
            ]),
          ]),
        ),
        boxes,
      ),
    ),
  ).toMatchInlineSnapshot(`"Block: 2 boxes of car with a score of at least 0.5 (2 are enough) in 1 frame."`);
  const text: Policy = {
    block: { hate: 2 },
    review: [{ kind: "filters", types: ["profanity", "slur"] }, { kind: "pii", count: 1 }, { kind: "urls" }],
  };
  const beside = {
    text_filters: [{ value: "DARN", type: "profanity" }],
    pii_entities: [
      { value: "a@b.example", type: "Email Address" },
      { value: "1", type: "Other" },
    ],
    urls: [{ value: "https://b.example", type: "url" }],
  };
  expect(reasonsOf(decide(textOf({ hate: 3 }, beside), text))).toMatchInlineSnapshot(`
    "Block: hate has level 3 (2 is enough) in 1 frame.
    Review: 1 word of the text on a list, of the type profanity or slur (1 is enough).
    Review: 2 pieces of personal data in the text (1 is enough).
    Review: 1 web address in the text (1 is enough)."
  `);
  const labels: Policy = { block: [{ kind: "labels", labels: ["nsfw", "gore"] }] };
  expect(reasonsOf(decide(decodeTask({ id: "1", status: ["gore", "ok"] }), labels))).toMatchInlineSnapshot(
    `"Block: 1 answer of people: gore (1 is enough)."`,
  );
});

it("says what holds together", () => {
  const frames = [0, 1].map((time) => ({
    time,
    scores: { yes_female_nudity: 0.95, yes_child_present: 0.85 },
  }));
  const policy: Policy = {
    block: [{ kind: "sameFrame", of: { yes_female_nudity: 0.9, yes_child_present: 0.8 } }],
    review: [{ kind: "all", of: { yes_female_nudity: 0.9, yes_child_present: 0.8 } }],
  };
  expect(reasonsOf(decide(taskOf(frames, 2), policy))).toMatchInlineSnapshot(`
    "Block: in the same frame, yes_female_nudity scored up to 0.95 (0.9 is enough) and yes_child_present scored up to 0.85 (0.8 is enough), in 2 frames, for 2 s: from 0 s to 2 s.
    Review: all of this holds: yes_female_nudity scored up to 0.95 (0.9 is enough) in 2 frames, for 2 s: from 0 s to 2 s; yes_child_present scored up to 0.85 (0.8 is enough) in 2 frames, for 2 s: from 0 s to 2 s."
  `);
});

it("says what is missing", () => {
  const policy: Policy = {
    block: { yes_smoking: 0.9, very_bloody: { atLeast: 0.9, forSeconds: 2 } },
    review: [
      { kind: "class", class: "yes_gambling", atLeast: 0.9, ifMissing: "ignore" },
      { kind: "boxes", class: "yes_smoking", atLeast: 0.9 },
      { kind: "filters" },
      { kind: "labels", labels: ["nsfw"] },
    ],
  };
  const output = [
    ...outputOf([{ scores: { very_bloody: 0.95 } }, { scores: { yes_smoking: 0, very_bloody: 0 } }]),
    { classes: [] },
  ];
  expect(lacksOf(decide(decodeTask(v2Reply(output)), policy))).toMatchInlineSnapshot(`
    "The model did not judge 1 frame.
    yes_smoking is missing in 1 frame.
    very_bloody holds in 1 frame without a known duration.
    The model does not give yes_gambling; the policy ignores that.
    No model looked for boxes of yes_smoking.
    No result is about a text.
    No person answered."
  `);
  const texts: Policy = { block: { hate: 3, spam: 3, yes_smoking: 0.9 } };
  expect(lacksOf(decide(textOf({ hate: -1, spam: 0 }, { language: "UNSUPPORTED" }), texts)))
    .toMatchInlineSnapshot(`
    "The model does not know the language of the text.
    The model cannot judge hate in 1 frame, for example because of the language.
    The model does not give yes_smoking."
  `);
  expect(lacksOf(decide(decodeTask(v2Reply([])), policy))).toMatchInlineSnapshot(`
    "There are no frames.
    No result is about a text.
    No person answered."
  `);
  const unconfirmed = decodeTask({
    id: "1",
    status: [{ status: {}, response: { output: outputOf([{ scores: { yes_smoking: 1 } }]) } }],
  });
  expect(lacksOf(decide(unconfirmed, { block: { yes_smoking: 0.9 } }))).toMatchInlineSnapshot(
    `"Hive did not say that result 0 is a success."`,
  );
  const together: Policy = {
    block: [{ kind: "sameFrame", of: { yes_smoking: 0.9, yes_nazi: 0.9 }, forSeconds: 1 }],
  };
  expect(lacksOf(decide(pictureOf({ yes_smoking: 1, yes_nazi: 1 }), together))).toMatchInlineSnapshot(
    `"yes_smoking with yes_nazi holds in 1 frame without a known duration."`,
  );
  const level: Policy = {
    block: [{ kind: "text", class: "yes_smoking", atLeast: 2 }],
    classes: ["yes_smoking"],
  };
  expect(lacksOf(decide(pictureOf({ yes_smoking: 0.5 }), level))).toMatchInlineSnapshot(
    `"yes_smoking came in 1 frame on another scale than the policy's: a level is no probability."`,
  );
});
