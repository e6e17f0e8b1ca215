import { expect, it } from "vitest";
import { boxesOf, outputOf, pictureOf, taskOf, textOf, v2Reply } from "../../../test/policy-replies.ts";
import { decodeTask } from "../../protocol/decode-task.ts";
import { decide } from "../decide.ts";
import type { Policy } from "../policy.ts";
import type { Verdict } from "../verdict.ts";

const joinReasons = ({ reasons }: Verdict): string => reasons.map(({ sentence }) => sentence).join("\n");
const joinUnevaluated = ({ unevaluated }: Verdict): string =>
  unevaluated.map(({ sentence }) => sentence).join("\n");

it("says when a class holds for 2.5 s with a gap", () => {
  // Two frames per second; it matches from 1 s to 2.5 s, and after a gap from 4 s to 5 s.
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
  expect(joinReasons(verdict)).toMatchInlineSnapshot(
    `"Block: yes_smoking scored up to 0.972 (threshold 0.9) in 5 frames, for 2.5 s in total (2.5 s required): from 1 s to 2.5 s and from 4 s to 5 s."`,
  );
  const inARow: Policy = { block: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 2, gapSeconds: 1.5 } } };
  expect(joinReasons(decide(taskOf(frames, 6), inARow))).toMatchInlineSnapshot(
    `"Block: yes_smoking scored up to 0.972 (threshold 0.9) in 5 frames, for 2.5 s, including 2.5 s in a row (2 s required): from 1 s to 2.5 s and from 4 s to 5 s."`,
  );
  const tooLong: Policy = { block: { yes_smoking: { atLeast: 0.9, forSecondsInARow: 2, gapSeconds: 1.4 } } };
  expect(decide(taskOf(frames, 6), tooLong).decision).toBe("allow");
});

it("says why an image is blocked", () => {
  expect(
    joinReasons(decide(pictureOf({ yes_smoking: 0.973456 }), { block: { yes_smoking: 0.9 } })),
  ).toMatchInlineSnapshot(`"Block: yes_smoking scored 0.9735 (threshold 0.9) in 1 frame."`);
});

it("shows scores and seconds as precisely as they are compared", () => {
  expect(joinReasons(decide(pictureOf({ yes_smoking: 0.90001 }), { block: { yes_smoking: 0.90001 } }))).toBe(
    "Block: yes_smoking scored 0.90001 (threshold 0.90001) in 1 frame.",
  );
  const frames = [0, 0.001, 0.002].map((time) => ({ time, scores: { yes_smoking: 1 } }));
  const policy: Policy = { block: { yes_smoking: { atLeast: 0.9, forSeconds: 0.001 } } };
  expect(joinReasons(decide(taskOf(frames), policy))).toBe(
    "Block: yes_smoking scored up to 1 (threshold 0.9) in 3 frames, for 0.003 s in total (0.001 s required): from 0 s to 0.003 s.",
  );
});

it("lists the first of many ranges", () => {
  const frames = Array.from({ length: 10 }, (_, time) => ({
    time,
    scores: { yes_smoking: time % 2 === 0 ? 0.99 : 0 },
  }));
  const policy: Policy = { review: { yes_smoking: { atLeast: 0.9, forFrames: 3 } } };
  expect(joinReasons(decide(taskOf(frames, 10), policy))).toMatchInlineSnapshot(
    `"Review: yes_smoking scored up to 0.99 (threshold 0.9) in 5 frames (3 required), for 5 s: from 0 s to 1 s, from 2 s to 3 s, from 4 s to 5 s and 2 more ranges."`,
  );
});

it("says what boxes, texts, hits and reviewers say", () => {
  const boxes: Policy = {
    block: [{ kind: "boxes", class: "car", atLeast: 0.5, count: 2 }],
    classes: ["car"],
  };
  expect(
    joinReasons(
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
  ).toMatchInlineSnapshot(
    `"Block: 2 boxes of class car with a score of at least 0.5 (2 required) in 1 frame."`,
  );
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
  expect(joinReasons(decide(textOf({ hate: 3 }, beside), text))).toMatchInlineSnapshot(`
    "Block: hate reached level 3 (threshold 2) in 1 frame.
    Review: 1 filtered word of type profanity or slur in the text.
    Review: 2 items of personal data in the text.
    Review: 1 URL in the text."
  `);
  const labels: Policy = { block: [{ kind: "labels", labels: ["nsfw", "gore"] }] };
  expect(joinReasons(decide(decodeTask({ id: "1", status: ["gore", "ok"] }), labels))).toMatchInlineSnapshot(
    `"Block: 1 reviewer answered: gore."`,
  );
});

it("says what matches together", () => {
  const frames = [0, 1].map((time) => ({
    time,
    scores: { yes_female_nudity: 0.95, yes_child_present: 0.85 },
  }));
  const policy: Policy = {
    block: [{ kind: "sameFrame", of: { yes_female_nudity: 0.9, yes_child_present: 0.8 } }],
    review: [{ kind: "all", of: { yes_female_nudity: 0.9, yes_child_present: 0.8 } }],
  };
  expect(joinReasons(decide(taskOf(frames, 2), policy))).toMatchInlineSnapshot(`
    "Block: yes_female_nudity scored up to 0.95 (threshold 0.9) and yes_child_present scored up to 0.85 (threshold 0.8), together in 2 frames, for 2 s: from 0 s to 2 s.
    Review: all conditions hold: yes_female_nudity scored up to 0.95 (threshold 0.9) in 2 frames, for 2 s: from 0 s to 2 s; yes_child_present scored up to 0.85 (threshold 0.8) in 2 frames, for 2 s: from 0 s to 2 s."
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
  expect(joinUnevaluated(decide(decodeTask(v2Reply(output)), policy))).toMatchInlineSnapshot(`
    "The model did not evaluate 1 frame.
    yes_smoking was not scored in 1 frame.
    very_bloody matches in 1 frame of unknown duration.
    The model does not score yes_gambling; the policy ignores this.
    No detection model searched for boxes of class yes_smoking.
    The task has no text result.
    No reviewer answered."
  `);
  const texts: Policy = { block: { hate: 3, spam: 3, yes_smoking: 0.9 } };
  expect(joinUnevaluated(decide(textOf({ hate: -1, spam: 0 }, { language: "UNSUPPORTED" }), texts)))
    .toMatchInlineSnapshot(`
      "The model does not support the language of the text.
      The model could not score hate in 1 frame, for example because it does not support the language.
      The model does not score yes_smoking."
    `);
  expect(joinUnevaluated(decide(decodeTask(v2Reply([])), policy))).toMatchInlineSnapshot(`
    "The task has no frames.
    The task has no text result.
    No reviewer answered."
  `);
  const unconfirmed = decodeTask({
    id: "1",
    status: [{ status: {}, response: { output: outputOf([{ scores: { yes_smoking: 1 } }]) } }],
  });
  expect(joinUnevaluated(decide(unconfirmed, { block: { yes_smoking: 0.9 } }))).toMatchInlineSnapshot(
    `"Hive did not confirm that result 0 succeeded."`,
  );
  const together: Policy = {
    block: [{ kind: "sameFrame", of: { yes_smoking: 0.9, yes_nazi: 0.9 }, forSeconds: 1 }],
  };
  expect(joinUnevaluated(decide(pictureOf({ yes_smoking: 1, yes_nazi: 1 }), together))).toMatchInlineSnapshot(
    `"yes_smoking together with yes_nazi matches in 1 frame of unknown duration."`,
  );
  const level: Policy = {
    block: [{ kind: "text", class: "yes_smoking", atLeast: 2 }],
    classes: ["yes_smoking"],
  };
  expect(joinUnevaluated(decide(pictureOf({ yes_smoking: 0.5 }), level))).toMatchInlineSnapshot(
    `"yes_smoking is not scored on the policy's scale in 1 frame: a level is not a probability."`,
  );
});
