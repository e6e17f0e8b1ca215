import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Item, ItemDetail, ItemPage } from "../api/desk-api.ts";
import { DATABASES } from "./databases.ts";
import { demoFile, formOf } from "./open-desk.ts";

// The built command, as `npm start` runs it: the tests come after the build.
const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const PICTURE = fileURLToPath(new URL("../../../demo-media/shapes.jpg", import.meta.url));

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing || process.platform === "win32")(
    `a desk that is killed in the middle of a video, in ${name}`,
    () => {
      let folder: string;
      const children: ChildProcess[] = [];

      beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "hivekit-killed-"));
      });

      afterEach(async () => {
        for (const child of children.splice(0)) child.kill("SIGKILL");
        await rm(folder, { recursive: true, force: true });
      });

      /** Starts the command over the same data. @returns the process, and where it serves */
      async function start(environment: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> {
        const { DATABASE_URL: _database, ...inherited } = process.env;
        const child = spawn(process.execPath, [MAIN, "--live", "--port", "0", "--data", folder, PICTURE], {
          env: { ...inherited, ...environment },
          stdio: ["ignore", "pipe", "pipe"],
        });
        children.push(child);
        let printed = "";
        child.stdout.on("data", (part: Buffer) => (printed += part.toString()));
        child.stderr.on("data", (part: Buffer) => (printed += part.toString()));
        await expect.poll(() => printed, { timeout: 25_000 }).toContain("Serving on");
        return { child, url: /Serving on (\S+):/.exec(printed)?.[1] ?? "" };
      }

      it(
        "shows it as interrupted after the restart, and submits it again only when it is told to",
        { timeout: 90_000 },
        async () => {
          const hive = await listen({ emulator: createEmulator({ pace: { msPerFrame: 300 } }) });
          onTestFinished(() => hive.close());
          const databaseUrl = await create();
          const environment = {
            HIVE_API_KEY: "demo-colors",
            HIVE_BASE_URL: hive.url,
            ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
          };
          const get = async <Body>(path: string): Promise<Body> => (await fetch(path)).json();
          const first = await start(environment);
          const before = await fetch(`${first.url}/api/items`, {
            method: "POST",
            body: formOf({ media: await demoFile("shapes.jpg") }),
          });
          const still: Item = await before.json();
          await expect
            .poll(() => get(`${first.url}/api/items/${still.id}`), { timeout: 20_000 })
            .toMatchObject({ state: "done" });
          const response = await fetch(`${first.url}/api/items`, {
            method: "POST",
            body: formOf({ media: await demoFile("colors.mp4") }),
          });
          const video: Item = await response.json();
          await expect
            .poll(() => get(`${first.url}/api/items/${video.id}`), { timeout: 20_000, interval: 20 })
            .toMatchObject({
              state: "submitting",
              frameCount: expect.toSatisfy((count: number) => count >= 2),
            });
          const exit = once(first.child, "exit");
          first.child.kill("SIGKILL");
          await exit;

          const restarted = Date.now();
          const second = await start(environment);
          const { items } = await get<ItemPage>(`${second.url}/api/items`);
          console.log(
            `${name}: after kill -9, ready in ${Date.now() - restarted} ms: ${items.map(({ state, frameCount }) => `${state}, ${frameCount} frames`).join("; ")}`,
          );
          expect(items).toMatchObject([
            { id: video.id, state: "interrupted", decision: null },
            { id: still.id, state: "done", frameCount: 1 },
          ]);
          // Each start prints the picture: what it prints is no item.
          const videos = () => hive.emulator.journal.filter(({ filename }) => filename === "colors.mp4");
          expect(videos()).toHaveLength(1);
          expect(await readdir(join(folder, "media"))).toEqual([still.id, video.id].toSorted());
          expect(await get(`${second.url}/api/items/${video.id}/frames`)).toHaveLength(
            items[0]?.frameCount ?? -1,
          );

          const again = await fetch(`${second.url}/api/items/${video.id}/resubmit`, { method: "POST" });
          expect(again.status).toBe(200);
          await expect
            .poll(() => get<ItemDetail>(`${second.url}/api/items/${video.id}`), { timeout: 20_000 })
            .toMatchObject({ state: "done", frameCount: 10 });
          expect(videos()).toHaveLength(2);
        },
      );
    },
  );
}
