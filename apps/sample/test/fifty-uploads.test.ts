import { describe, expect, it } from "vitest";
import type { Item, ItemPage } from "../api/desk-api.ts";
import { DATABASES } from "./databases.ts";
import { demoFile, openDesk } from "./open-desk.ts";

const WITHIN_MS = 60_000;
const FAULTS = [
  "503@0.1",
  "429@0.05",
  "truncate@0.05",
  "reset-body@0.05",
  "stall-body@0.05",
  "stall-headers@0.05",
  "task-code:3300@0.1",
];

for (const { name, isMissing, create } of DATABASES) {
  describe.skipIf(isMissing)(`fifty uploads at once, in ${name}`, () => {
    it(
      "all end within a minute, whatever Hive does, and none that failed is allowed",
      { timeout: 3 * WITHIN_MS },
      async () => {
        await using desk = await openDesk({
          databaseUrl: await create(),
          emulator: { labels: ["fine"], seed: 7, faults: FAULTS },
          projects: (projects) =>
            projects.map((project) => ({
              ...project,
              options: { ...project.options, timeoutMs: 8000, idleTimeoutMs: 2000 },
            })),
        });
        const files = ["colors.mp4", "shapes.jpg", "traffic-light.gif"];
        const projects = ["colors", "boxes", "mask", "visual", "labeling"];
        const began = Date.now();
        const submitted = await Promise.all(
          Array.from({ length: 50 }, async (_, index) =>
            desk.submit({
              media: await demoFile(files[index % 3] ?? ""),
              project: projects[index % 5] ?? "",
            }),
          ),
        );
        // A person has enough of some of them.
        for (const { id } of submitted.slice(45))
          await desk.fetch(`/api/items/${id}/cancel`, { method: "POST" });
        const items = async (...states: Item["state"][]): Promise<Item[]> =>
          (await desk.get<ItemPage>("/api/items")).items.filter(({ state }) => states.includes(state));
        await expect
          .poll(() => items("submitting", "waiting"), {
            timeout: WITHIN_MS - (Date.now() - began),
            interval: 250,
          })
          .toEqual([]);
        const tookMs = Date.now() - began;
        const [done, failed, cancelled] = [
          await items("done"),
          await items("failed"),
          await items("cancelled"),
        ];
        console.log(
          `${name}: ended after ${tookMs} ms: ${done.length} done, ${failed.length} failed, ${cancelled.length} cancelled`,
        );
        expect(done.length + failed.length + cancelled.length).toBe(50);
        expect(done.length).toBeGreaterThan(0);
        expect(failed.length).toBeGreaterThan(0);
        for (const item of [...failed, ...cancelled]) expect(item).toMatchObject({ decision: null });
        for (const item of failed) expect(item.failure?.message).toMatch(/\w/);
        for (const item of done) expect(item.decision).not.toBeNull();
        expect(JSON.stringify([done, failed])).not.toMatch(/demo-colors|demo-visual|desk-labeling/);
      },
    );
  });
}
