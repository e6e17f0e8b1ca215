import type { HiveCallbackStore } from "./hive-callback-store.ts";

/** How Hive posts results to this app. */
export type HiveCallbackOptions = {
  /**
   * The address at which Hive reaches the root of this app, an absolute http or https one without query; the app's global prefix and
   * {@link HiveCallbackOptions.path} are put behind it. A function is asked at each submission.
   */
  readonly publicUrl: string | (() => string | Promise<string>);
  /**
   * What signs the addresses that Hive posts to, the newest first: one, or several while you change from one to the next. Each has 32
   * or more random characters. The first one signs; all are accepted.
   */
  readonly secrets: readonly string[];
  /**
   * The route in this app, without the global prefix. Each project needs its own.
   * @defaultValue `"hive/callbacks"`, for a named project with `/` and its name behind it
   */
  readonly path?: string | undefined;
  /**
   * Where it is remembered which callbacks were handed over. Several processes need one that they share.
   * @defaultValue the memory of this process, 100 000 callbacks
   */
  readonly store?: HiveCallbackStore | undefined;
  /**
   * The most bytes of a callback; more is answered with 413.
   * @defaultValue 268 435 456 (256 MiB); the result of an hour of video has about 20 MB
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * How long a callback that is being handed over belongs to its process, and how long its methods may take, in milliseconds; then it is
   * answered 503, and another try is handed over, too, because the process may have died. At a shutdown it is given back before.
   * 1 to 2 147 483 647.
   * @defaultValue 300 000 (5 minutes)
   */
  readonly leaseMs?: number | undefined;
  /**
   * Whether the task is read again with the project's key, and that is handed over instead of what was posted: Hive signs nothing, and
   * whoever knows an address may post to it. Reading costs nothing.
   * @defaultValue `false`
   */
  readonly confirm?: boolean | undefined;
};
