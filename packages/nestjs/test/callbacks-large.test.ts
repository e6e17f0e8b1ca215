import { describe, expect, it } from "vitest";
import { callbackBody, openCallbackApp, post } from "./support/callback-app.ts";
import { ADAPTERS } from "./support/open-app.ts";

/** A generous timeout for busy machines. */
const TIMEOUT_MS = 120_000;
const CHUNK = new Uint8Array(1_000_000).fill(0x20);

describe.each(ADAPTERS)("large callbacks on %s", (adapter) => {
  it(
    "are accepted regardless of the limit of the app's own parser: 25 MB, more than an hour of video",
    async () => {
      await using app = await openCallbackApp({ adapter });
      const body = callbackBody("long-video", { frames: 4_700, classes: 88 });
      expect(body.length).toBeGreaterThan(25_000_000);
      expect(await post(await app.address(), body)).toBe(200);
      const frames = app.results.tasks[0]?.task.results[0]?.frames;
      expect([frames?.length, frames?.at(-1)?.classes.length]).toEqual([4_700, 88]);
    },
    TIMEOUT_MS,
  );

  it(
    "are rejected with 413 at 300 MB, without reading if content-length is above the limit",
    async () => {
      await using app = await openCallbackApp({ adapter });
      const address = await app.address();
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => (sent++ < 300 ? controller.enqueue(CHUNK) : controller.close()),
      });
      expect(await post(address, body, { duplex: "half" })).toBe(413);
      expect(await post(address, new Blob(Array.from({ length: 300 }, () => CHUNK)))).toBe(413);
      expect(app.results.tasks).toEqual([]);
      expect(await post(address, callbackBody("small"))).toBe(200);
    },
    TIMEOUT_MS,
  );

  it("are rejected above the limit of the project", async () => {
    await using app = await openCallbackApp({ adapter, callbacks: { maxBodyBytes: 1_000 } });
    expect(await post(await app.address(), callbackBody("small"))).toBe(200);
    expect(await post(await app.address(), callbackBody("large", { frames: 20 }))).toBe(413);
  });
});
