import { ApiError } from "../error/api-error.ts";
import { EmulatorEnded } from "../time/epoch.ts";

/** A labeling task that waits for a person, with what the person needs to see. */
type QueuedTask = {
  readonly id: string;
  /** The key of its project. */
  readonly projectKey: string;
  readonly receivedOn: Date;
  /** The picture, GIF or video, held in memory until the task is answered. */
  readonly media: Blob;
  /** Its type by its first bytes, such as `image/jpeg`; `null` for an unknown one. */
  readonly mimetype: string | null;
  /** The name of the upload; `null` for a URL. */
  readonly filename: string | null;
  /** The text that came with it, perhaps a question; `null` for none. */
  readonly text: string | null;
};

/** The labeling tasks that nobody has answered yet. */
export type LabelingQueue = {
  /**
   * Puts a task at the end, and waits for its answer.
   *
   * @throws ApiError 503 when the media in the queue would be more than it may hold.
   * @throws the signal's reason when it aborts, EmulatorEnded when the queue is cleared: the task is then out of the queue.
   */
  wait(task: QueuedTask, signal: AbortSignal): Promise<readonly string[]>;
  /** Answers a task. @returns whether it was waiting */
  answer(id: string, labels: readonly string[]): boolean;
  get(id: string): QueuedTask | undefined;
  /** The tasks that wait, the oldest first. */
  list(): readonly QueuedTask[];
  /** The oldest task that waits, as soon as there is one. @throws EmulatorEnded when the queue is cleared before */
  next(): Promise<QueuedTask>;
  /** Ends all waiting. */
  clear(): void;
};

type Waiting = {
  readonly task: QueuedTask;
  readonly resolve: (labels: readonly string[]) => void;
  readonly reject: (reason: unknown) => void;
};

/** Makes an empty queue that holds media of up to `maxBytes` together. */
export function createLabelingQueue(maxBytes: number): LabelingQueue {
  const waiting = new Map<string, Waiting>();
  let heldBytes = 0;
  // Those who asked for the next task while there was none.
  let watchers: { readonly tell: (task: QueuedTask) => void; readonly fail: (reason: unknown) => void }[] =
    [];

  const leave = (id: string): Waiting | undefined => {
    const left = waiting.get(id);
    if (left !== undefined && waiting.delete(id)) heldBytes -= left.task.media.size;
    return left;
  };
  return {
    wait: async (task, signal) => {
      signal.throwIfAborted();
      if (heldBytes + task.media.size > maxBytes) {
        throw new ApiError(
          503,
          `The tasks that wait for a label hold ${heldBytes} bytes of media, and ${task.media.size} more would be above ` +
            "the limit: answer some of them, or raise the emulator's maxQueueBytes.",
        );
      }
      heldBytes += task.media.size;
      const onAbort = (): void => leave(task.id)?.reject(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        return await new Promise<readonly string[]>((resolve, reject) => {
          waiting.set(task.id, { task, resolve, reject });
          const told = watchers;
          watchers = [];
          for (const { tell } of told) tell(task);
        });
      } finally {
        signal.removeEventListener("abort", onAbort);
      }
    },
    answer: (id, labels) => {
      const left = leave(id);
      left?.resolve([...labels]);
      return left !== undefined;
    },
    get: (id) => waiting.get(id)?.task,
    list: () => [...waiting.values()].map(({ task }) => task),
    next: () => {
      const [first] = waiting.values();
      return first === undefined
        ? new Promise((tell, fail) => void watchers.push({ tell, fail }))
        : Promise.resolve(first.task);
    },
    clear: () => {
      const all = [...waiting.keys()];
      for (const id of all) leave(id)?.reject(new EmulatorEnded());
      const left = watchers;
      watchers = [];
      for (const { fail } of left) fail(new EmulatorEnded());
    },
  };
}
