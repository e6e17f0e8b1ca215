import { randomBytes } from "node:crypto";
import { definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { EmulatorProjectOptions } from "@hivekit/emulator";
import { CALLBACK_PROJECT, segmentsOf } from "./project.ts";
import type { Project } from "./project.ts";

/** The emulator's project of labeling over v2, which it has only where it is asked for. */
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

/** Policies of the desk's own: with the demo media, each decision comes up. */
const COLORS_POLICY = definePolicy({
  block: { red: { atLeast: 0.5, forSeconds: 2 } },
  review: { red: 0.3, purple: 0.3, pink: 0.3 },
  classes: COLORS,
});
const BOXES_POLICY = definePolicy({
  block: [{ kind: "boxes", class: "black", atLeast: 0.5 }],
  review: [{ kind: "boxes", class: "red", atLeast: 0.5 }],
  classes: COLORS,
});
const TEXT_POLICY = definePolicy({
  block: { hate: 3, sexual: 3, violence: 3, bullying: 3, child_exploitation: 3, child_safety: 3 },
  review: [
    { kind: "any", of: { hate: 1, sexual: 1, violence: 1, bullying: 1, spam: 3 } },
    { kind: "filters", types: ["profanity"] },
    { kind: "pii" },
  ],
});
const LABELING_POLICY = definePolicy({
  block: [{ kind: "labels", labels: ["not fine"] }],
  review: [{ kind: "labels", labels: ["unsure"] }],
});

/** The emulator's projects: one per kind of model, and one that people answer. */
export function emulatedProjects(emulator: { readonly url: string }): readonly Project[] {
  const baseUrl = emulator.url;
  const common = {
    takes: ["media", "url"],
    isLabeling: false,
    consoleUrl: null,
    callbacks: null,
    segments: segmentsOf(COLORS, 0.5),
  } as const;
  return [
    {
      ...common,
      name: "colors",
      description: "The share of each colour in each frame. Red for two seconds is blocked.",
      options: { apiKey: "demo-colors", baseUrl },
      policy: COLORS_POLICY,
    },
    {
      ...common,
      name: "boxes",
      description: "A box around the largest region of one colour. A person looks at red ones.",
      options: { apiKey: "demo-colors-boxes", baseUrl },
      policy: BOXES_POLICY,
    },
    {
      ...common,
      name: "mask",
      description:
        "A mask that names the colour of each pixel. No score says whether it is harmless, so a person decides.",
      options: { apiKey: "demo-colors-mask", baseUrl },
      policy: COLORS_POLICY,
      segments: null,
    },
    {
      ...common,
      name: "visual",
      description: "Hive's classes for pictures, by the file's name: try hive-test-gun_in_hand.jpg.",
      options: { apiKey: "demo-visual", baseUrl, api: "v2" },
      policy: RECOMMENDED_POLICY,
      segments: segmentsOf(
        [...Object.keys(RECOMMENDED_POLICY.block), ...Object.keys(RECOMMENDED_POLICY.review)],
        0.5,
      ),
    },
    {
      ...common,
      name: "text",
      description: "Levels from 0 to 3 for a text: try the word hive-test-hate.",
      takes: ["text"],
      options: { apiKey: "demo-text", baseUrl, api: "v2" },
      policy: TEXT_POLICY,
      segments: null,
    },
    {
      ...common,
      name: CALLBACK_PROJECT,
      description: "People answer on the console, and the answer comes by callback.",
      isLabeling: true,
      consoleUrl: `${emulator.url}/console`,
      options: { apiKey: LABELING_PROJECT.key, baseUrl, api: "v2" },
      callbacks: { publicUrl: null, secret: randomBytes(32).toString("hex") },
      policy: LABELING_POLICY,
      segments: null,
    },
  ];
}
