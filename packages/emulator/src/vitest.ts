import { test as base, type TestAPI } from "vitest";
import type { EmulatorOptions } from "./state/emulator-options.ts";
import { createEmulator, type Emulator } from "./server/emulator.ts";
import { listen, type EmulatorServer } from "./server/listen.ts";

/** What a test finds in its context; each is made when a test asks for it, new for each test. */
export type EmulatorFixtures = {
  /** An emulator in process: give its `fetch` to the client. Closed after the test. */
  readonly emulator: Emulator;
  /** The same emulator on a free port of this machine. Closed after the test. */
  readonly emulatorServer: EmulatorServer;
};

/**
 * Makes vitest's `test` with an emulator in its context.
 *
 * @param options - those of `createEmulator`, for each test's emulator.
 *
 * @example
 * ```ts
 * import { openAsBlob } from "node:fs";
 * import { HiveClient } from "@hivekit/core";
 * import { emulatorTest } from "@hivekit/emulator/vitest";
 *
 * const test = emulatorTest({ rules: [{ match: { name: "gun.jpg" }, classes: { gun_in_hand: 0.98 } }] });
 *
 * test("a picture of a gun is seen", async ({ emulator, expect }) => {
 *   const hive = new HiveClient({ apiKey: "demo-visual", fetch: emulator.fetch });
 *   const task = await hive.classify({ media: await openAsBlob("photo.jpg"), filename: "gun.jpg" });
 *   expect(task.results[0]?.frames[0]?.classes).toContainEqual({ class: "gun_in_hand", score: 0.98 });
 *   emulator.verify.one({ filename: "gun.jpg", chargeUsd: 0.003 });
 * });
 * ```
 */
export function emulatorTest(options: EmulatorOptions = {}): TestAPI<EmulatorFixtures> {
  return base.extend<EmulatorFixtures>({
    // vitest reads the names of what a fixture needs from this pattern, so it has to be there though it names nothing.
    // oxlint-disable-next-line eslint/no-empty-pattern
    emulator: async ({}, use) => {
      const emulator = createEmulator(options);
      await use(emulator);
      await emulator.close();
    },
    emulatorServer: async ({ emulator }, use) => {
      const server = await listen({ emulator });
      await use(server);
      await server.close();
    },
  });
}

/** vitest's `test` with a default emulator in its context. */
export const test: TestAPI<EmulatorFixtures> = emulatorTest();
