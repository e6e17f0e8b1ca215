import type { HiveProjectOptions } from "@hivekit/nestjs";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";

/** Creates an emulator that labels immediately and accepts these keys in addition to its own. */
export function labelingEmulator(...keys: readonly string[]): Emulator {
  return createEmulator({
    labels: ["yes"],
    projects: keys.map((key) => ({ key, model: "emulator_labeling" })),
  });
}

/** Returns the options of a project that uses an emulator in this process. */
export function optionsOn(emulator: Emulator, apiKey: string): HiveProjectOptions {
  return { apiKey, fetch: emulator.fetch, logger: false };
}

/** Returns the keys of the submissions that reached an emulator. */
export function keysSent(emulator: Emulator): readonly (string | null)[] {
  return emulator.journal.map(({ projectKey }) => projectKey);
}

/** Media to submit to a labeling project. */
export const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
