import { expectEqual, captureError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** Aborted calls, which reject with the signal's reason. */
export const ABORT_CASES: readonly ConformanceCase[] = [
  {
    name: "sends nothing if the signal is already aborted",
    project: "demo-colors",
    run: async ({ hive, media, observe }) => {
      const reason = new Error("the user left");
      const given = { media: await media("shapes.jpg") };
      const thrown = await captureError(hive().classify(given, { signal: AbortSignal.abort(reason) }));
      expectEqual([thrown === reason, (await observe()).exchanges.length], [true, 0]);
    },
  },
  {
    name: "aborts while it waits for the response, and closes the connection",
    // Waits for a reviewer.
    project: "demo-labeling",
    run: async ({ hive, media, observeUntil }) => {
      const { reason, controller } = createAbort();
      const call = hive().classify({ media: await media("shapes.jpg") }, { signal: controller.signal });
      const thrown = captureError(call);
      await observeUntil(({ queued }) => queued === 1, "the task");
      controller.abort(reason);
      expectEqual((await thrown) === reason, true);
      await observeUntil(({ queued }) => queued === 0, "a cancelled task");
    },
  },
  {
    name: "aborts between frames, and closes the connection",
    project: "demo-colors",
    emulator: { faults: "stall-frames:after=2@1" },
    run: async ({ hive, media, observeUntil }) => {
      const { reason, controller } = createAbort();
      const frames = hive().frames({ media: await media("colors.mp4") }, { signal: controller.signal });
      const iterator = frames[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.next();
      const thrown = captureError(iterator.next());
      controller.abort(reason);
      expectEqual((await thrown) === reason, true);
      await observeUntil(({ exchanges }) => exchanges[0]?.state === "closed", "a closed connection");
    },
  },
  {
    name: "aborts an upload, and cancels the media stream",
    project: "demo-labeling",
    run: async ({ hive, observe }) => {
      const { reason, controller } = createAbort();
      let pulls = 0;
      let isCancelled = false;
      const media = new ReadableStream<Uint8Array>({
        pull: async (stream) => {
          if (++pulls === 4) controller.abort(reason);
          // Without a delay, a runtime may pull forever and starve other tasks.
          await new Promise((resolve) => setTimeout(resolve, 1));
          stream.enqueue(new Uint8Array(1024));
        },
        cancel: () => {
          isCancelled = true;
        },
      });
      const thrown = await captureError(hive().classify({ media }, { signal: controller.signal }));
      expectEqual(thrown === reason, true);
      await waitUntil(() => isCancelled, "the media stream was not cancelled");
      expectEqual(
        (await observe()).journal.every(({ httpStatus }) => httpStatus === null),
        true,
      );
    },
  },
];

function createAbort(): { readonly reason: Error; readonly controller: AbortController } {
  return { reason: new Error("the user left"), controller: new AbortController() };
}

async function waitUntil(isMet: () => boolean, failure: string): Promise<void> {
  const startMs = performance.now();
  while (!isMet()) {
    if (performance.now() - startMs > 2_000) throw new Error(failure);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
