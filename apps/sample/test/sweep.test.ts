import { randomUUID } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DeskSettings } from "../src/items/desk-settings.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

describe("the media folder", () => {
  afterEach(() => void vi.restoreAllMocks());

  const list = async (desk: OpenDesk): Promise<string[]> => (await readdir(desk.mediaFolder())).toSorted();
  const write = (desk: OpenDesk, name: string): Promise<void> =>
    writeFile(join(desk.mediaFolder(), name), "x");

  it("contains nothing but the files of items after a start, and foreign files", async () => {
    await using desk = await openDesk();
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "mask" });
    await desk.reachState(id, "done");
    expect((await desk.fetch(`/api/items/${id}/masks/0`)).status).toBe(200);
    await desk.close();
    // What a desk leaves behind if it is killed during an upload, during a deletion, or while it stores a mask.
    const deleted = randomUUID();
    for (const name of [
      `${randomUUID()}.part`,
      deleted,
      `${deleted}.mask0`,
      `${id}.mask0.${randomUUID()}.part`,
    ])
      await write(desk, name);
    await write(desk, "notes.txt");
    await desk.reopen();
    expect(await list(desk)).toEqual([id, `${id}.mask0`, "notes.txt"].toSorted());
  });

  it("loses the media of a deleted item at the next sweep if they could not be deleted at once", async () => {
    await using desk = await openDesk({ sweepIntervalMs: 1000 });
    const [first, second] = [
      await desk.submit({ media: await readDemoFile("shapes.jpg") }),
      await desk.submit({ media: await readDemoFile("shapes.jpg") }),
    ];
    await desk.settle();
    const removal = vi.spyOn(DeskSettings.prototype, "mediaPath").mockReturnValue("\0");
    expect((await desk.fetch(`/api/items/${first.id}`, { method: "DELETE" })).status).toBe(204);
    removal.mockRestore();
    await expect.poll(() => list(desk)).toEqual([second.id]);
  });

  it("keeps new files for two intervals, because they may belong to an upload in progress", async () => {
    await using desk = await openDesk({ sweepIntervalMs: 300 });
    const name = `${randomUUID()}.part`;
    const start = Date.now();
    await write(desk, name);
    await expect.poll(() => list(desk)).toEqual([]);
    expect(Date.now() - start).toBeGreaterThanOrEqual(600);
  });
});
