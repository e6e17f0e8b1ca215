import type { HiveCallbackStore } from "./hive-callback-store.ts";

/** How Hive posts results to this app. */
export type HiveCallbackOptions = {
  /**
   * The public address of this app's root: an absolute http or https address without query. The app's global prefix and
   * {@link HiveCallbackOptions.path} are appended to it. A function is called for each submission.
   */
  readonly publicUrl: string | (() => string | Promise<string>);
  /**
   * The secrets that sign callback addresses, newest first: one, or several during a rotation. Each has at least 32 random characters.
   * The first one signs; all are accepted.
   */
  readonly secrets: readonly string[];
  /**
   * The callback route in this app, without the global prefix. Each project needs its own.
   * @defaultValue `"hive/callbacks"`; for a named project, followed by `/` and its name
   */
  readonly path?: string | undefined;
  /**
   * Remembers which callbacks were delivered. Several processes need a store that they share.
   * @defaultValue the memory of this process, for 100 000 callbacks
   */
  readonly store?: HiveCallbackStore | undefined;
  /**
   * The largest callback body, in bytes. A larger one is rejected with 413.
   * @defaultValue 268 435 456 (256 MiB); the result of an hour of video has about 20 MB
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * How long a callback that is being delivered belongs to its process, and how long its methods may take, in milliseconds. Then it is
   * answered with 503, and Hive's next attempt is delivered, too, because the process may have died. A shutdown releases the callback
   * earlier. 1 to 2 147 483 647.
   * @defaultValue 300 000 (5 minutes)
   */
  readonly leaseMs?: number | undefined;
  /**
   * Whether each task is read again with the project's key, and delivered instead of the posted one: Hive signs nothing, and anyone who
   * knows an address can post to it. Reading a task is free.
   * @defaultValue `false`
   */
  readonly confirm?: boolean | undefined;
};
