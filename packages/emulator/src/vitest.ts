import { test as base, type TestAPI } from "vitest";
import type { EmulatorOptions } from "./state/emulator-options.ts";
import { createEmulator, type Emulator } from "./server/emulator.ts";
import { listen, type EmulatorServer } from "./server/listen.ts";

/** The fixtures in the context of a test. Each test that uses a fixture gets a new one. */
export type EmulatorFixtures = {
  /** An emulator in the process of the test: pass its `fetch` to the client. It is closed after the test. */
  readonly emulator: Emulator;
  /** The same emulator on a free port of this machine. It is closed after the test. */
  readonly emulatorServer: EmulatorServer;
};

/**
 * Creates vitest's `test` with an emulator in its context.
 *
 * @param options - the options of `createEmulator`, for the emulator of each test.
 *
 * @example
 * ```ts
 * import { openAsBlob } from "node:fs";
 * import { HiveClient } from "@hivekit/core";
 * import { emulatorTest } from "@hivekit/emulator/vitest";
 *
 * const test = emulatorTest({ rules: [{ match: { name: "gun.jpg" }, classes: { gun_in_hand: 0.98 } }] });
 *
 * test("recognizes a gun in an image", async ({ emulator, expect }) => {
 *   const hive = new HiveClient({ apiKey: "demo-visual", fetch: emulator.fetch });
 *   const task = await hive.classify({ media: await openAsBlob("photo.jpg"), filename: "gun.jpg" });
 *   expect(task.results[0]?.frames[0]?.classes).toContainEqual({ class: "gun_in_hand", score: 0.98 });
 *   emulator.verify.one({ filename: "gun.jpg", chargeUsd: 0.003 });
 * });
 * ```
 */
export function emulatorTest(options: EmulatorOptions = {}): TestAPI<EmulatorFixtures> {
  return base.extend<EmulatorFixtures>({
    // vitest reads the dependencies of a fixture from this pattern and requires it even when it is empty.
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
