import { HiveClient } from "@hivekit/core";
import { emulatorTest, test as plainTest } from "../src/vitest.ts";
import { demoMedia } from "./support/submit.ts";

const test = emulatorTest({ rules: [{ match: { name: "gun.jpg" }, classes: { gun_in_hand: 0.98 } }] });
const media = new Blob([new Uint8Array(await demoMedia("shapes.jpg"))]);

test("the emulator of a test has the given options", async ({ emulator, expect }) => {
  const hive = new HiveClient({ apiKey: "demo-visual", fetch: emulator.fetch });
  const task = await hive.classify({ media, filename: "gun.jpg" });
  expect(task.results[0]?.frames[0]?.classes).toContainEqual({ class: "gun_in_hand", score: 0.98 });
  emulator.verify.one({ filename: "gun.jpg" });
});

test("each test has its own emulator", ({ emulator, expect }) => {
  emulator.verify.none();
  expect(emulator.journal).toEqual([]);
});

plainTest("the server is the same emulator on a port", async ({ emulator, emulatorServer, expect }) => {
  const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: emulatorServer.url });
  await hive.classify({ media });
  expect(emulatorServer.emulator).toBe(emulator);
  emulator.verify.one({ projectKey: "demo-colors" });
});
