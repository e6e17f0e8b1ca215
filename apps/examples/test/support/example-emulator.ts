import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { headOf } from "@hivekit/core/classes";
import { RECOMMENDED_POLICY } from "@hivekit/core/policy";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";

/** A picture that the visual model considers harmless, unless its name requests other classes. */
export const PHOTO = await readFile(
  fileURLToPath(new URL("../../../../demo-media/shapes.jpg", import.meta.url)),
);

/** A file name for each decision. */
export const NAMES = {
  harmless: "shapes.jpg",
  blocked: "hive-test-gun_in_hand.jpg",
  reviewed: "hive-test-yes_smoking.jpg",
} as const;

/** File names of pictures to block: one for each class that the recommended policy blocks. */
export const BLOCKED_NAMES = listTestCards(RECOMMENDED_POLICY.block);

/** File names of pictures to review: one for each class that the recommended policy reviews. */
export const REVIEWED_NAMES = listTestCards(RECOMMENDED_POLICY.review);

/** The API key of a project whose classes are colors, so that it has none of the policy's classes. */
export const COLORS_KEY = "demo-colors";

/** Opens an emulator with a rule for text in an unsupported language. */
export async function openEmulator(): Promise<EmulatorServer> {
  return listen({
    emulator: createEmulator({
      rules: [{ match: { words: ["lorem"] }, language: "UNSUPPORTED", classes: {} }],
    }),
  });
}

/** Lists the emulator's test cards. It uses the model of 2023, so it rejects cards of newer classes. */
function listTestCards(rules: Readonly<Record<string, unknown>>): readonly string[] {
  const classes = Object.keys(rules).filter((name) => headOf(name)?.since !== "later");
  return classes.map((name) => `hive-test-${name}.jpg`);
}
