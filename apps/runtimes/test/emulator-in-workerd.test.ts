import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { expect, it } from "vitest";

// The tests run after the build.
const EMULATOR_WORKER = fileURLToPath(new URL("../dist/emulator-worker.js", import.meta.url));

it("in workerd, the bundled emulator processes text and labeling, and reports the missing decoders for a GIF and a picture", async () => {
  const contents = await readFile(EMULATOR_WORKER, "utf8");
  const worker = new Miniflare({
    modules: [{ type: "ESModule", path: "emulator-worker.js", contents }],
    compatibilityDate: "2026-07-01",
  });
  try {
    const response = await worker.dispatchFetch("http://emulator.example/");
    expect(await response.json()).toMatchObject([
      { code: 200, status: [{ response: { text_filters: [{ value: "DARN" }] } }] },
      { status: ["yes"] },
      { status: { status: { code: "3000", message: expect.stringContaining("npm install node-av") } } },
      { status: { status: { code: "3000", message: expect.stringContaining("npm install sharp") } } },
    ]);
  } finally {
    await worker.dispose();
  }
});
