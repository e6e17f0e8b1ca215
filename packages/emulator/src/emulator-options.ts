import type { FaultInput } from "./faults/fault-plan.ts";
import type { Sleep } from "./pace/pause.ts";
import type { EmulatorRule } from "./rules/emulator-rule.ts";
import type { EmulatorProjectOptions } from "./state/emulator-project.ts";
import type { EmulatorFile } from "./state/emulator-state.ts";

/** How an emulator differs from the default one. */
export type EmulatorOptions = {
  /** Projects to add to the demo projects; one with the key of a demo project takes its place. @defaultValue none */
  readonly projects?: readonly EmulatorProjectOptions[] | undefined;
  /** What to answer to certain submissions; the first rule that fits answers. @defaultValue none */
  readonly rules?: readonly EmulatorRule[] | undefined;
  /** What labeling answers at once, whatever it is sent. @defaultValue none: a task waits until `tasks.answer`, a rule or the console answers it */
  readonly labels?: readonly string[] | undefined;
  /** What is to go wrong, in code or as the command line writes it: `["429*3", "stall-body@0.1"]`. @defaultValue nothing */
  readonly faults?: readonly FaultInput[] | string | undefined;
  /** How long things take (ours). @defaultValue no time */
  readonly pace?:
    | {
        /** Milliseconds per frame, 0 or more: a frame is written when its time is over. */
        readonly msPerFrame: number;
      }
    | undefined;
  /**
   * Hosts, without port, from which media is fetched and to which callbacks are posted, besides this machine (localhost, 127.0.0.0/8, [::1]).
   *
   * @defaultValue none
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * Names of this machine, without port, under which a browser may use the console and the API, besides numeric addresses and localhost: such as
   * that of a container. Another name in a browser's request is refused, since anybody can point one at this machine (DNS rebinding).
   *
   * @defaultValue none
   */
  readonly ownHosts?: readonly string[] | undefined;
  /** Files that stand for URLs; a key without query stands for that URL with any. Such a URL is never fetched. @defaultValue none */
  readonly files?: Readonly<Record<string, EmulatorFile>> | undefined;
  /** Makes the requests to media URLs and callback URLs. @defaultValue the runtime's */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The clock behind `created_on` and the rate limits. @defaultValue the system's */
  readonly now?: (() => Date) | undefined;
  /** What waits, for pace, stalls and late callbacks: a test can let no time pass. @defaultValue timers */
  readonly sleep?: Sleep | undefined;
  /** Makes the id of each task; must not repeat itself. @defaultValue a random UUID */
  readonly createId?: (() => string) | undefined;
  /** Decides at which requests a fault with a rate happens. @defaultValue 1 */
  readonly seed?: number | undefined;
  /** The largest request body, and the largest file behind a URL, in bytes. Above it, HTTP 413 for a body, and for a file what a URL gets that gives nothing: HTTP 200 with `return_code` 400 (asynchronous: task code 2000). @defaultValue 512 MiB */
  readonly maxBodyBytes?: number | undefined;
  /** How much media the labeling tasks that wait may hold together, in bytes; above it, HTTP 503. @defaultValue 256 MiB */
  readonly maxQueueBytes?: number | undefined;
  /** How many finished tasks are kept, the latest; never more than 64 MiB of answers, texts and metadata. @defaultValue 10 000 */
  readonly keepTasks?: number | undefined;
};
