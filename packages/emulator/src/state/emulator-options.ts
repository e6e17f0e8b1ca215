import type { FaultInput } from "../faults/read-faults.ts";
import type { EmulatorRule } from "../rules/emulator-rule.ts";
import type { Sleep } from "../time/pause.ts";
import type { EmulatorProjectOptions } from "./emulator-project.ts";

/** A file that replaces a URL. */
export type EmulatorFile = Blob | Uint8Array | (() => Promise<Blob> | Blob);

/** The options of an emulator. */
export type EmulatorOptions = {
  /** Projects to add to the demo projects. A project with the key of a demo project replaces it. @defaultValue none */
  readonly projects?: readonly EmulatorProjectOptions[] | undefined;
  /** Rules that set the result of certain submissions. The first matching rule applies. @defaultValue none */
  readonly rules?: readonly EmulatorRule[] | undefined;
  /**
   * The labels that answer every labeling task at once.
   *
   * @defaultValue none: a task waits until `tasks.answer`, a rule or the console answers it
   */
  readonly labels?: readonly string[] | undefined;
  /**
   * Faults to inject, as objects or in the text form of the command line: `["429*3", "stall-body@0.1"]`.
   *
   * @defaultValue none
   */
  readonly faults?: readonly FaultInput[] | string | undefined;
  /** The simulated processing time (emulator behavior). @defaultValue none */
  readonly pace?:
    | {
        /** Milliseconds per frame, 0 to 3,600,000. Each frame is written after this delay. */
        readonly msPerFrame: number;
      }
    | undefined;
  /**
   * Hosts, without port, from which media is fetched and to which callbacks are posted, besides this machine
   * (localhost, 127.0.0.0/8, [::1]).
   *
   * @defaultValue none
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * Names of this machine, without port, under which a browser may use the console and the API, besides numeric
   * addresses and localhost: for example the name of a container. Browser requests under any other name are rejected,
   * because anyone can point a name at this machine (DNS rebinding).
   *
   * @defaultValue none
   */
  readonly ownHosts?: readonly string[] | undefined;
  /**
   * Files that replace URLs; a key without a query replaces that URL with any query. Such a URL is never fetched.
   *
   * @defaultValue none
   */
  readonly files?: Readonly<Record<string, EmulatorFile>> | undefined;
  /** Makes the requests to media URLs and callback URLs. @defaultValue the runtime's `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The clock for `created_on` and rate limits. @defaultValue the system clock */
  readonly now?: (() => Date) | undefined;
  /** Waits for pace, stalls and late callbacks. A test can pass a function that does not wait. @defaultValue timers */
  readonly sleep?: Sleep | undefined;
  /** Creates the id of each task. Ids must be unique. @defaultValue a random UUID */
  readonly createId?: (() => string) | undefined;
  /**
   * The seed that determines to which requests a fault with a `rate` happens: a whole number, 0 or more.
   *
   * @defaultValue 1
   */
  readonly seed?: number | undefined;
  /**
   * The largest request body and the largest file of a media URL, in bytes. A larger body gets HTTP 413. A larger file
   * is treated as a URL that cannot be downloaded: HTTP 200 with `return_code` 400 (asynchronous: task code 2000).
   *
   * @defaultValue 512 MiB
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The largest total size of the media of all waiting labeling tasks, in bytes. Above it, submissions get HTTP 503.
   *
   * @defaultValue 256 MiB
   */
  readonly maxQueueBytes?: number | undefined;
  /**
   * How many finished tasks are kept, the latest ones, up to 64 MiB of results, texts and metadata.
   *
   * @defaultValue 10,000
   */
  readonly keepTasks?: number | undefined;
};
