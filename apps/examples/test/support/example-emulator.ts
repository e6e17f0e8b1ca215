import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { headOf } from "@hivekit/core/classes";
import { RECOMMENDED_POLICY } from "@hivekit/core/policy";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";

/** A picture that the visual model finds harmless, unless its name asks for something else. */
export const PHOTO = await readFile(
  fileURLToPath(new URL("../../../../demo-media/shapes.jpg", import.meta.url)),
);

/** The names of pictures, and what comes of them. */
export const NAMES = {
  harmless: "shapes.jpg",
  blocked: "hive-test-gun_in_hand.jpg",
  doubtful: "hive-test-yes_smoking.jpg",
} as const;

/** Pictures that nobody may see: one for each class that Hivekit's recommended start blocks. */
export const HARMFUL = cardsOf(RECOMMENDED_POLICY.block);

/** Pictures that a person has to look at before anybody else does: one for each class that it reviews. */
export const DOUBTFUL = cardsOf(RECOMMENDED_POLICY.review);

/** The key of a project that knows colours and nothing of what a policy asks for. */
export const BLIND_KEY = "demo-colors";

/** Opens an emulator that knows one text in a language that no model knows. */
export async function openEmulator(): Promise<EmulatorServer> {
  return listen({
    emulator: createEmulator({
      rules: [{ match: { words: ["lorem"] }, language: "UNSUPPORTED", classes: {} }],
    }),
  });
}

/** The emulator's model is that of 2023: it refuses a card for a class that came later. */
function cardsOf(rules: Readonly<Record<string, unknown>>): readonly string[] {
  const classes = Object.keys(rules).filter((name) => headOf(name)?.since !== "later");
  return classes.map((name) => `hive-test-${name}.jpg`);
}
