import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
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
