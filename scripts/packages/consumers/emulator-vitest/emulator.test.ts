import { emulatorTest, test } from "@hivekit/emulator/vitest";
import type { EmulatorFixtures } from "@hivekit/emulator/vitest";

const custom = emulatorTest({ seed: 7 });

custom("the emulator is in the context", ({ emulator, expect }) => {
  expect(emulator.journal).toEqual([]);
});

test("the emulator responds over a socket", async ({ emulatorServer, expect }) => {
  const { url }: EmulatorFixtures["emulatorServer"] = emulatorServer;
  const headers = { authorization: "Token demo-text", "content-type": "application/json" };
  const body = JSON.stringify({ text_data: "hello" });
  expect((await fetch(`${url}/api/v2/task/sync`, { method: "POST", headers, body })).status).toBe(200);
  // @ts-expect-error -- a URL is not a number
  const wrong: number = url;
  expect(wrong).toMatch(/^http:/);
});
