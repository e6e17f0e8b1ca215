import { describe, expect, it } from "vitest";
import type { Item, ItemPage } from "../api/desk-api.ts";
import { DATABASES } from "./support/databases.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";

const FAULTS = [
  "503@0.1",
  "429@0.05",
  "truncate@0.05",
  "reset-body@0.05",
  "stall-body@0.05",
  "stall-headers@0.05",
  "task-code:3300@0.1",
];
const FILES = ["colors.mp4", "shapes.jpg", "traffic-light.gif"];
const PROJECTS = ["colors", "boxes", "mask", "visual", "labeling"];

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`fifty uploads at once, in ${name}`, () => {
    it("all finish despite Hive's failures, and no failed upload is allowed", async () => {
      await using desk = await openDesk({
        databaseUrl: await create(),
        emulator: { labels: ["fine"], seed: 7, faults: FAULTS },
        projects: (projects) =>
          projects.map((project) => ({
            ...project,
            // A response whose headers never arrive ends only at the deadline.
            options: { ...project.options, idleTimeoutMs: 500, timeoutMs: 10_000 },
          })),
      });
      const submitted = await Promise.all(
        Array.from({ length: 50 }, async (_, index) =>
          desk.submit({
            media: await readDemoFile(FILES[index % FILES.length] ?? ""),
            project: PROJECTS[index % PROJECTS.length] ?? "",
          }),
        ),
      );
      for (const { id } of submitted.slice(45)) await desk.post(`/api/items/${id}/cancel`);
      const list = async (...states: Item["state"][]): Promise<Item[]> =>
        (await desk.get<ItemPage>("/api/items")).items.filter(({ state }) => states.includes(state));
      await expect.poll(() => list("submitting", "waiting"), { timeout: 50_000 }).toEqual([]);
      const [done, failed, cancelled] = [await list("done"), await list("failed"), await list("cancelled")];
      expect(done.length + failed.length + cancelled.length).toBe(50);
      expect(done.length).toBeGreaterThan(0);
      expect(failed.length).toBeGreaterThan(0);
      for (const item of [...failed, ...cancelled]) expect(item).toMatchObject({ decision: null });
      for (const item of failed) expect(item.failure?.message).toMatch(/\w/);
      for (const item of done) expect(item.decision).not.toBeNull();
      expect(JSON.stringify([done, failed])).not.toMatch(/demo-colors|demo-visual|desk-labeling/);
    });
  });
}
