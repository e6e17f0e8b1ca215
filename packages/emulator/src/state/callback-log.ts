/** One attempt to post a result to a callback URL. */
export type CallbackEntry = {
  /** The id of the task. */
  readonly taskId: string;
  /** Where to, without query: that may hold a secret. */
  readonly url: string;
  /** When it was sent, or when a fault kept it from being sent. */
  readonly sentOn: Date;
  /** What the receiver answered; `null` when it did not. */
  readonly httpStatus: number | null;
  /** Why there was no answer, or that a fault dropped it; `null` when there was one. */
  readonly problem: string | null;
};

/** What was posted to callback URLs. */
export type CallbackLog = {
  /** The entries until now, the oldest first. */
  list(): readonly CallbackEntry[];
  add(entry: CallbackEntry): void;
  /** Resolves when the next callback has been sent. */
  nextSent(): Promise<void>;
  clear(): void;
};

/** Makes an empty log. */
export function createCallbackLog(): CallbackLog {
  let entries: CallbackEntry[] = [];
  // Those who wait for the next callback.
  let watchers: (() => void)[] = [];
  return {
    list: () => [...entries],
    add: (entry) => {
      entries.push(entry);
      const told = watchers;
      watchers = [];
      for (const tell of told) tell();
    },
    nextSent: () => new Promise((resolve) => void watchers.push(resolve)),
    clear: () => {
      entries = [];
      watchers = [];
    },
  };
}
