import { emulatorTest, test } from "@hivekit/emulator/vitest";
import type { EmulatorFixtures } from "@hivekit/emulator/vitest";

const custom = emulatorTest({ seed: 7 });

custom("the emulator is in the context", ({ emulator, expect }) => {
  expect(emulator.journal).toEqual([]);
});

test("the context contains a server", ({ emulatorServer, expect }) => {
  const { url }: EmulatorFixtures["emulatorServer"] = emulatorServer;
  // @ts-expect-error -- a URL is not a number
  const wrong: number = url;
  expect(wrong).toMatch(/^http:/);
});
