import { equal, thrownBy } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** Calls that are not wanted any more: what is thrown is the signal's own reason. */
export const ABORT_CASES: readonly ConformanceCase[] = [
  {
    name: "sends nothing if it is aborted before",
    project: "demo-colors",
    run: async ({ hive, media, seen }) => {
      const reason = new Error("the user left");
      const given = { media: await media("shapes.jpg") };
      const thrown = await thrownBy(hive().classify(given, { signal: AbortSignal.abort(reason) }));
      equal([thrown === reason, (await seen()).exchanges.length], [true, 0]);
    },
  },
  {
    name: "aborts while it waits for the answer, and the server sees it",
    // A person would have to answer.
    project: "demo-labeling",
    run: async ({ hive, media, seenOnce }) => {
      const { reason, controller } = wish();
      const call = hive().classify({ media: await media("shapes.jpg") }, { signal: controller.signal });
      const thrown = thrownBy(call);
      await seenOnce(({ queued }) => queued === 1, "the task");
      controller.abort(reason);
      equal((await thrown) === reason, true);
      await seenOnce(({ queued }) => queued === 0, "that the task was given up");
    },
  },
  {
    name: "aborts in the middle of the frames, and the server sees it",
    project: "demo-colors",
    emulator: { faults: "stall-frames:after=2@1" },
    run: async ({ hive, media, seenOnce }) => {
      const { reason, controller } = wish();
      const frames = hive().frames({ media: await media("colors.mp4") }, { signal: controller.signal });
      const iterator = frames[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.next();
      const thrown = thrownBy(iterator.next());
      controller.abort(reason);
      equal((await thrown) === reason, true);
      await seenOnce(({ exchanges }) => exchanges[0]?.state === "closed", "that the connection was closed");
    },
  },
  {
    name: "aborts an upload, and lets go of the media",
    project: "demo-labeling",
    run: async ({ hive, seen }) => {
      const { reason, controller } = wish();
      let pulls = 0;
      let isReleased = false;
      const media = new ReadableStream<Uint8Array>({
        pull: async (stream) => {
          if (++pulls === 4) controller.abort(reason);
          // Without a pause, a runtime may ask for ever and let nothing else have its turn.
          await new Promise((resolve) => setTimeout(resolve, 1));
          stream.enqueue(new Uint8Array(1024));
        },
        cancel: () => {
          isReleased = true;
        },
      });
      const thrown = await thrownBy(hive().classify({ media }, { signal: controller.signal }));
      equal(thrown === reason, true);
      await until(() => isReleased, "the media was never let go of");
      equal(
        (await seen()).journal.every(({ httpStatus }) => httpStatus === null),
        true,
      );
    },
  },
];

function wish(): { readonly reason: Error; readonly controller: AbortController } {
  return { reason: new Error("the user left"), controller: new AbortController() };
}

async function until(isSo: () => boolean, complaint: string): Promise<void> {
  const startMs = Date.now();
  while (!isSo()) {
    if (Date.now() - startMs > 2_000) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
