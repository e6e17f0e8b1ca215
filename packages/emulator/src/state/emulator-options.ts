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
   * The labels that immediately answer every labeling task that no rule answers.
   *
   * @defaultValue none: such a task waits for an answer from the console or `tasks.answer`
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
   * Additional hosts, without port, from which media is fetched and to which callbacks are posted. This machine
   * (localhost, 127.0.0.0/8, [::1]) is always allowed.
   *
   * @defaultValue none
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * Additional names of this machine, without port, under which a browser may use the console and the API, such as the
   * name of a container. Numeric addresses and localhost are always allowed. The emulator rejects browser requests
   * under any other name, because anyone can point a name at this machine (DNS rebinding).
   *
   * @defaultValue none
   */
  readonly ownHosts?: readonly string[] | undefined;
  /**
   * Files that replace URLs, which are then never fetched. A key without a query applies to the URL with any query.
   *
   * @defaultValue none
   */
  readonly files?: Readonly<Record<string, EmulatorFile>> | undefined;
  /** Makes the requests to media URLs and callback URLs. @defaultValue the runtime's `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The clock for `created_on` and rate limits. @defaultValue the system clock */
  readonly now?: (() => Date) | undefined;
  /**
   * Implements the waits for pace, stalls and late callbacks. A test can pass a function that does not wait.
   *
   * @defaultValue timers
   */
  readonly sleep?: Sleep | undefined;
  /**
   * Creates the id of each task. Ids must be unique.
   *
   * @defaultValue a random UUID; for a chat completion, a UUID of version 1
   */
  readonly createId?: (() => string) | undefined;
  /**
   * The seed that determines to which requests a fault with a `rate` happens: a whole number, 0 or more.
   *
   * @defaultValue 1
   */
  readonly seed?: number | undefined;
  /**
   * The maximum size of a request body, and of the file at a media URL, in bytes. A larger body gets HTTP 413; JSON and
   * forms without files have lower limits. A larger file is treated like a URL that cannot be downloaded: HTTP 200 with
   * `return_code` 400 (asynchronous: task code 2000).
   *
   * @defaultValue 512 MiB
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The maximum total size of the media of all waiting labeling tasks, in bytes. Submissions that would exceed it get
   * HTTP 503.
   *
   * @defaultValue 256 MiB
   */
  readonly maxQueueBytes?: number | undefined;
  /**
   * The number of latest finished or cancelled tasks to keep, up to 64 MiB of results, texts and metadata.
   *
   * @defaultValue 10,000
   */
  readonly keepTasks?: number | undefined;
};
