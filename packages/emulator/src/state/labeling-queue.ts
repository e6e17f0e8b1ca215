import { ApiError } from "../error/api-error.ts";
import { EmulatorEnded } from "../time/epoch.ts";

/** A labeling task that waits for a reviewer, with the data that the reviewer needs. */
type QueuedTask = {
  readonly id: string;
  /** The key of its project. */
  readonly projectKey: string;
  readonly receivedOn: Date;
  /** The image, GIF or video, held in memory until the task is answered. */
  readonly media: Blob;
  /** The hash of the media, as in `WithheldMedia`. */
  readonly hash: string;
  /** The MIME type according to the first bytes, such as `image/jpeg`; `null` for an unknown one. */
  readonly mimetype: string | null;
  /** The name of the upload; `null` for a URL. */
  readonly filename: string | null;
  /** The text that accompanies the media, such as a question; `null` for none. */
  readonly text: string | null;
};

/** The labeling tasks that have no answer yet. */
export type LabelingQueue = {
  /**
   * Appends a task and waits for its labels.
   *
   * @throws ApiError 503 if the media in the queue would exceed its limit. The signal's reason when it aborts, and
   * EmulatorEnded when the queue is cleared or closed; the task is then no longer in the queue.
   */
  wait(task: QueuedTask, signal: AbortSignal): Promise<readonly string[]>;
  /** Answers a task. @returns whether it was waiting */
  answer(id: string, labels: readonly string[]): boolean;
  get(id: string): QueuedTask | undefined;
  /** Lists the waiting tasks, oldest first. */
  list(): readonly QueuedTask[];
  /**
   * Resolves with the oldest waiting task, as soon as there is one.
   *
   * @throws EmulatorEnded when the queue is cleared or closed first
   */
  next(): Promise<QueuedTask>;
  /** Ends all waits. */
  clear(): void;
  /** Ends all waits. Until the next `clear`, waits that start later end immediately. */
  close(): void;
};

type WaitingTask = {
  readonly task: QueuedTask;
  readonly resolve: (labels: readonly string[]) => void;
  readonly reject: (reason: unknown) => void;
};

type TaskWaiter = {
  readonly resolve: (task: QueuedTask) => void;
  readonly reject: (reason: unknown) => void;
};

/** Creates an empty queue. @param maxBytes - the limit for all media in the queue together */
export function createLabelingQueue(maxBytes: number): LabelingQueue {
  const waiting = new Map<string, WaitingTask>();
  let heldBytes = 0;
  // Pending calls of `next`; cleared by the next task.
  let taskWaiters: TaskWaiter[] = [];
  // Set by `close`, cleared by `clear`.
  let isClosed = false;

  const remove = (id: string): WaitingTask | undefined => {
    const removed = waiting.get(id);
    if (removed !== undefined && waiting.delete(id)) heldBytes -= removed.task.media.size;
    return removed;
  };
  const endWaits = (): void => {
    const ids = [...waiting.keys()];
    for (const id of ids) remove(id)?.reject(new EmulatorEnded());
    const rejected = taskWaiters;
    taskWaiters = [];
    for (const waiter of rejected) waiter.reject(new EmulatorEnded());
  };
  return {
    wait: async (task, signal) => {
      signal.throwIfAborted();
      if (isClosed) throw new EmulatorEnded();
      if (heldBytes + task.media.size > maxBytes) {
        throw new ApiError(
          503,
          `The waiting labeling tasks hold ${heldBytes} bytes of media, and ${task.media.size} more would exceed the limit of ` +
            `${maxBytes}. Answer some of them, or raise the emulator's maxQueueBytes.`,
        );
      }
      heldBytes += task.media.size;
      const onAbort = (): void => remove(task.id)?.reject(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        return await new Promise<readonly string[]>((resolve, reject) => {
          waiting.set(task.id, { task, resolve, reject });
          const resolved = taskWaiters;
          taskWaiters = [];
          for (const waiter of resolved) waiter.resolve(task);
        });
      } finally {
        signal.removeEventListener("abort", onAbort);
      }
    },
    answer: (id, labels) => {
      const answered = remove(id);
      answered?.resolve([...labels]);
      return answered !== undefined;
    },
    get: (id) => waiting.get(id)?.task,
    list: () => [...waiting.values()].map(({ task }) => task),
    next: async () => {
      if (isClosed) throw new EmulatorEnded();
      const [first] = waiting.values();
      return first === undefined
        ? new Promise((resolve, reject) => void taskWaiters.push({ resolve, reject }))
        : first.task;
    },
    clear: () => {
      isClosed = false;
      endWaits();
    },
    close: () => {
      isClosed = true;
      endWaits();
    },
  };
}
