import { setTimeout as sleep } from "node:timers/promises";

/** Bounds the media, so that a failed test ends. */
const CHUNKS = 5_000;

/**
 * Creates media that takes ten seconds, and records how much of it was read, and how often it was opened and closed.
 */
export class LongMedia {
  chunks = 0;
  opened = 0;
  closed = 0;

  async *iterable(): AsyncGenerator<Uint8Array> {
    this.opened++;
    try {
      while (this.chunks < CHUNKS) {
        await sleep(2);
        this.chunks++;
        yield new Uint8Array(1024);
      }
    } finally {
      this.closed++;
    }
  }

  stream(): ReadableStream<Uint8Array> {
    this.opened++;
    return new ReadableStream(
      {
        pull: async (controller) => {
          await sleep(2);
          if (this.chunks++ < CHUNKS) controller.enqueue(new Uint8Array(1024));
          else controller.close();
        },
        cancel: () => {
          this.closed++;
        },
      },
      { highWaterMark: 0 },
    );
  }
}
