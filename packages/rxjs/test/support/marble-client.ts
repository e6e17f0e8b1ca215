import { HiveClosedError } from "@hivekit/core";
import type { CallOptions, Frame, FrameStream, Submission, TaskSummary } from "@hivekit/core";
import type { Observable, Subscription } from "rxjs";
import { createSummary } from "./frames.ts";

/** The calls of a client. */
type Requested = {
  /** The submissions and task ids, in order, with their options. */
  readonly calls: (readonly [subject: Submission | string, options: CallOptions | undefined])[];
  /** The times at which the next frame was requested. */
  readonly nextAt: number[];
};

/** A client whose responses are marble diagrams. A subscription to the diagram is a connection. */
export type MarbleClient = {
  readonly frames: (submission: Submission, options?: CallOptions) => FrameStream;
  readonly taskFrames: (id: string, options?: CallOptions) => FrameStream;
  readonly asked: Requested;
};

/** @param options - `now`: returns the current frame of the diagrams. `summary`: returns the summary of a stream. */
export function marbleClient(
  reply: Observable<Frame>,
  options: { readonly now?: () => number; readonly summary?: () => Promise<TaskSummary> } = {},
): MarbleClient {
  const { now = () => 0, summary } = options;
  const nextAt: number[] = [];
  const calls: [Submission | string, CallOptions | undefined][] = [];
  const open = (subject: Submission | string, options?: CallOptions): FrameStream => {
    calls.push([subject, options]);
    return new MarbleStream(reply, { onNext: () => void nextAt.push(now()), summary });
  };
  return { frames: open, taskFrames: open, asked: { calls, nextAt } };
}

/** An event of a stream: a frame, or its end. */
type Event = { readonly frame: Frame } | { readonly error: unknown } | { readonly isEnd: true };

class MarbleStream implements FrameStream {
  readonly #reply: Observable<Frame>;
  readonly #onNext: () => void;
  readonly #summary: (() => Promise<TaskSummary>) | undefined;
  /** Set by the first `next()`. */
  #connection: Subscription | null = null;
  readonly #events: Event[] = [];
  /** Set while a `next()` waits. */
  #wake: (() => void) | null = null;
  #frameCount = 0;

  constructor(
    reply: Observable<Frame>,
    options: { readonly onNext: () => void; readonly summary: (() => Promise<TaskSummary>) | undefined },
  ) {
    this.#reply = reply;
    this.#onNext = options.onNext;
    this.#summary = options.summary;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Frame, undefined> {
    const iterator: AsyncIterableIterator<Frame, undefined> = {
      next: async () => this.#next(),
      return: async () => {
        this.cancel();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  async summary(): Promise<TaskSummary> {
    return this.#summary?.() ?? createSummary(this.#frameCount);
  }

  cancel(): void {
    this.#connection?.unsubscribe();
    if (this.#connection?.closed === true) this.#push({ error: new HiveClosedError("closed") });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancel();
  }

  async #next(): Promise<IteratorResult<Frame, undefined>> {
    this.#onNext();
    this.#connection ??= this.#reply.subscribe({
      next: (frame) => this.#push({ frame }),
      error: (error: unknown) => this.#push({ error }),
      complete: () => this.#push({ isEnd: true }),
    });
    if (this.#events.length === 0) await new Promise<void>((wake) => (this.#wake = wake));
    const event = this.#events.shift();
    if (event === undefined || "isEnd" in event) return { done: true, value: undefined };
    if ("error" in event) throw event.error;
    this.#frameCount++;
    return { done: false, value: event.frame };
  }

  #push(event: Event): void {
    this.#events.push(event);
    this.#wake?.();
    this.#wake = null;
  }
}
