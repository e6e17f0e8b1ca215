import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { submit } from "./support/submit.ts";

const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();

it("the latest finished tasks are kept with their masks, and the journal keeps all entries", async () => {
  const emulator = createEmulator({ keepTasks: 2 });
  const ids: string[] = [];
  const masks: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    const { body } = await submit(emulator, "demo-colors-mask", png);
    ids.push(body.id);
    masks.push(body.status.response.output[0].url);
  }
  expect(ids.map((id) => emulator.tasks.get(id) !== undefined)).toEqual([false, false, true, true]);
  const statuses = await Promise.all(masks.map(async (url) => (await emulator.fetch(url)).status));
  expect(statuses).toEqual([404, 404, 200, 200]);
  expect(emulator.tasks.list()).toHaveLength(2);
  emulator.verify.count(4, { httpStatus: 200 });
});

it("a waiting task is kept, regardless of how many tasks finish in the meantime", async () => {
  const emulator = createEmulator({ keepTasks: 1 });
  const response = submit(emulator, "demo-labeling", png);
  const { id } = await emulator.tasks.nextQueued();
  for (let count = 0; count < 3; count += 1) await submit(emulator, "demo-colors", png);
  expect(emulator.tasks.list().map((task) => task.state)).toEqual(["queued", "done"]);
  emulator.tasks.answer(id, ["yes"]);
  expect((await response).body.status).toEqual(["yes"]);
  expect(emulator.tasks.list()).toMatchObject([{ id, state: "done" }]);
});

it("echoed data counts toward the limit, so that long metadata does not exhaust the memory", async () => {
  const emulator = createEmulator();
  const metadata = "m".repeat(1_000_000);
  for (let count = 0; count < 40; count += 1) {
    const form = { media: new File([new Uint8Array(png)], "a.png"), metadata };
    expect((await post(emulator, "/api/v2/task/sync", { key: "demo-colors", form })).status).toBe(200);
  }
  // Two bytes per character.
  expect(emulator.tasks.list()).toHaveLength(33);
  expect(emulator.journal).toHaveLength(40);
});
