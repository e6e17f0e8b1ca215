import { once } from "node:events";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "@hivekit/emulator/node";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Item, ItemDetail, ItemPage } from "../api/desk-api.ts";
import { DATABASES } from "./support/databases.ts";
import { createForm, readDemoFile } from "./support/open-desk.ts";
import { startDesk } from "./support/start-command.ts";

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing || process.platform === "win32")(`a desk that is killed, in ${name}`, () => {
    let folder: string;
    const children: ChildProcess[] = [];

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "hivekit-killed-"));
    });

    afterEach(async () => {
      for (const child of children.splice(0)) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    });

    const get = async <Body>(url: string): Promise<Body> => (await fetch(url)).json();

    async function submit(url: string, file: string): Promise<Item> {
      const body = createForm({ media: await readDemoFile(file) });
      return (await fetch(`${url}/api/items`, { method: "POST", body })).json();
    }

    it("marks a video in progress as interrupted after the restart, and submits it again only on request", async () => {
      const hive = await listen();
      onTestFinished(() => hive.close());
      const databaseUrl = await create();
      const environment = {
        HIVE_API_KEY: "demo-colors",
        HIVE_BASE_URL: hive.url,
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      };
      const start = async (): Promise<{ child: ChildProcess; url: string }> => {
        const { child, url } = await startDesk(["--live", "--data", folder], environment);
        children.push(child);
        return { child, url };
      };
      const first = await start();
      const picture = await submit(first.url, "shapes.jpg");
      await expect.poll(() => get(`${first.url}/api/items/${picture.id}`)).toMatchObject({ state: "done" });
      hive.emulator.faults.add("stall-frames:after=2");
      const video = await submit(first.url, "colors.mp4");
      await expect
        .poll(() => get(`${first.url}/api/items/${video.id}`))
        .toMatchObject({ state: "submitting", frameCount: 2 });
      const exit = once(first.child, "exit");
      first.child.kill("SIGKILL");
      await exit;

      const second = await start();
      const { items } = await get<ItemPage>(`${second.url}/api/items`);
      expect(items).toMatchObject([
        { id: video.id, state: "interrupted", decision: null },
        { id: picture.id, state: "done", frameCount: 1 },
      ]);
      // The journal also contains the picture that each start submits and prints, which is not an item.
      const videos = () => hive.emulator.journal.filter(({ filename }) => filename === "colors.mp4");
      expect(videos()).toHaveLength(1);
      const [mediaFolder = ""] = await readdir(join(folder, "media"));
      expect(await readdir(join(folder, "media", mediaFolder))).toEqual([picture.id, video.id].toSorted());
      expect(await get(`${second.url}/api/items/${video.id}/frames`)).toHaveLength(2);

      const again = await fetch(`${second.url}/api/items/${video.id}/resubmit`, { method: "POST" });
      expect(again.status).toBe(200);
      await expect
        .poll(() => get<ItemDetail>(`${second.url}/api/items/${video.id}`))
        .toMatchObject({ state: "done", frameCount: 10 });
      expect(videos()).toHaveLength(2);
    });
  });
}
