import { setTimeout as sleep } from "node:timers/promises";

/** So that a test that fails leaves nothing behind for ever. */
const PIECES = 5_000;

/** Media of ten seconds, which tells how much of it was taken, and how often it was opened and closed. */
export class LongMedia {
  pieces = 0;
  opened = 0;
  closed = 0;

  async *iterable(): AsyncGenerator<Uint8Array> {
    this.opened++;
    try {
      while (this.pieces < PIECES) {
        await sleep(2);
        this.pieces++;
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
          if (this.pieces++ < PIECES) controller.enqueue(new Uint8Array(1024));
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
