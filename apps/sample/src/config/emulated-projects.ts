import { randomBytes } from "node:crypto";
import { definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { EmulatorProjectOptions } from "@hivekit/emulator";
import { CALLBACK_PROJECT, createSegmentRules } from "./project.ts";
import type { Project } from "./project.ts";

/** A labeling project over v2. It is added to the emulator, which has none by default. */
export const LABELING_PROJECT: EmulatorProjectOptions = {
  key: "desk-labeling",
  model: "emulator_labeling",
  generations: ["v1", "v2"],
  choices: ["fine", "not fine", "unsure"],
};

const COLORS = [
  "red",
  "orange",
  "yellow",
  "green",
  "cyan",
  "blue",
  "purple",
  "pink",
  "brown",
  "black",
  "gray",
  "white",
];

// Example policies. The demo media cover every decision.
const COLORS_POLICY = definePolicy({
  block: { red: { atLeast: 0.5, forSeconds: 2 } },
  review: { red: 0.3, purple: 0.3, pink: 0.3 },
  tags: {
    "mostly-green": { green: { atLeast: 0.3, forShareOfFrames: 0.5 } },
    reddish: { red: 0.3, pink: 0.3 },
  },
  classes: COLORS,
});
const BOXES_POLICY = definePolicy({
  block: [{ kind: "boxes", class: "black", atLeast: 0.5 }],
  review: [{ kind: "boxes", class: "red", atLeast: 0.5 }],
  classes: COLORS,
});
const VISUAL_POLICY = definePolicy({
  ...RECOMMENDED_POLICY,
  tags: {
    "age-restricted": { general_suggestive: 0.9, yes_smoking: 0.9, yes_marijuana: 0.9, yes_alcohol: 0.9 },
    graphic: { very_bloody: 0.9, human_corpse: 0.9 },
    "self-harm": { yes_self_harm: 0.9, hanging: 0.9, noose: 0.9 },
    weapons: { gun_in_hand: 0.9, knife_in_hand: 0.9 },
  },
});
const TEXT_POLICY = definePolicy({
  block: { hate: 3, sexual: 3, violence: 3, bullying: 3, child_exploitation: 3, child_safety: 3 },
  review: [
    { kind: "any", of: { hate: 1, sexual: 1, violence: 1, bullying: 1, spam: 3 } },
    { kind: "filters", types: ["profanity"] },
    { kind: "pii" },
  ],
  tags: { insults: { hate: 1, bullying: 1 }, "personal-data": [{ kind: "pii" }] },
});
// The emulator answers by the pixels if the name of a category contains a color, and otherwise by the words of the
// name.
const POLICY_TEXT = `A marketplace for used books. Everybody can see the pictures and texts.

block weaponsSale: Offers to sell or buy weapons.
  News about weapons do not belong here.
review insult: Insults against a person. Criticism of a book is allowed.
review redSign: Pictures with red, such as warning signs.
`;
const LABELING_POLICY = definePolicy({
  block: [{ kind: "labels", labels: ["not fine"] }],
  review: [{ kind: "labels", labels: ["unsure"] }],
});

/** Creates the projects of the embedded emulator: one for each kind of model, and one for labeling by reviewers. */
export function createEmulatedProjects(emulator: { readonly url: string }): readonly Project[] {
  const baseUrl = emulator.url;
  const common = {
    accepts: ["media", "url"],
    isLabeling: false,
    consoleUrl: null,
    callbacks: null,
    policyText: null,
    segments: createSegmentRules(COLORS, 0.5),
  } as const;
  return [
    {
      ...common,
      name: "colors",
      description: "Scores the share of each color in each frame. Blocks two seconds of red.",
      options: { apiKey: "demo-colors", baseUrl },
      policy: COLORS_POLICY,
    },
    {
      ...common,
      name: "boxes",
      description: "Draws a box around the largest region of one color. Red boxes go to review.",
      options: { apiKey: "demo-colors-boxes", baseUrl },
      policy: BOXES_POLICY,
    },
    {
      ...common,
      name: "mask",
      description:
        "Returns a mask with the color of each pixel. Masks have no scores, so a reviewer decides.",
      options: { apiKey: "demo-colors-mask", baseUrl },
      policy: COLORS_POLICY,
      segments: null,
    },
    {
      ...common,
      name: "visual",
      description: "Returns Hive's visual classes according to the file name: try hive-test-gun_in_hand.jpg.",
      options: { apiKey: "demo-visual", baseUrl, api: "v2" },
      policy: VISUAL_POLICY,
      segments: createSegmentRules(
        [...Object.keys(RECOMMENDED_POLICY.block), ...Object.keys(RECOMMENDED_POLICY.review)],
        0.5,
      ),
    },
    {
      ...common,
      name: "text",
      description: "Scores text with levels from 0 to 3: try the word hive-test-hate.",
      accepts: ["text"],
      options: { apiKey: "demo-text", baseUrl, api: "v2" },
      policy: TEXT_POLICY,
      segments: null,
    },
    {
      ...common,
      name: "prompt",
      description: "Judges images and texts by a prompt policy, which you can edit: try weapons for sale.",
      accepts: ["media", "url", "text"],
      options: { apiKey: "demo-vlm", baseUrl, api: "v3" },
      policy: {},
      policyText: POLICY_TEXT,
      segments: null,
    },
    {
      ...common,
      name: CALLBACK_PROJECT,
      description: "Reviewers label the content in the console. The result arrives by callback.",
      isLabeling: true,
      consoleUrl: `${emulator.url}/console`,
      options: { apiKey: LABELING_PROJECT.key, baseUrl, api: "v2" },
      callbacks: { publicUrl: null, secret: randomBytes(32).toString("hex") },
      policy: LABELING_POLICY,
      segments: null,
    },
  ];
}
