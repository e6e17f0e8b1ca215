/** One attempt to deliver a callback. */
export type CallbackEntry = {
  /** The id of the task. */
  readonly taskId: string;
  /** The callback URL without its query, which may contain a secret. */
  readonly url: string;
  /** When the callback was sent, or when a fault dropped it. */
  readonly sentOn: Date;
  /** The HTTP status of the receiver's response; `null` if there was none. */
  readonly httpStatus: number | null;
  /**
   * The reason for a missing response: an error, or a fault that dropped the callback. `null` if there was a response.
   */
  readonly problem: string | null;
};

/** The log of callbacks. */
export type CallbackLog = {
  /** Lists the entries, oldest first. */
  list(): readonly CallbackEntry[];
  add(entry: CallbackEntry): void;
  /** Resolves when the next entry is added. */
  nextSent(): Promise<void>;
  clear(): void;
};

/** Creates an empty log. */
export function createCallbackLog(): CallbackLog {
  let entries: CallbackEntry[] = [];
  // The `resolve` functions of pending `nextSent` promises. The next entry calls and removes them.
  let waiters: (() => void)[] = [];
  return {
    list: () => [...entries],
    add: (entry) => {
      entries.push(entry);
      const resolved = waiters;
      waiters = [];
      for (const resolve of resolved) resolve();
    },
    nextSent: () => new Promise((resolve) => void waiters.push(resolve)),
    clear: () => {
      entries = [];
      waiters = [];
    },
  };
}
