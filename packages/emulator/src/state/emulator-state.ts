import type { FaultPlan } from "../faults/fault-plan.ts";
import type { CallbackLog } from "../callbacks/callback-log.ts";
import type { Sleep } from "../pace/pause.ts";
import type { EmulatorRule } from "../rules/emulator-rule.ts";
import type { Account } from "./account.ts";
import type { BackgroundWork } from "./background-work.ts";
import type { EmulatorProject } from "./emulator-project.ts";
import type { Epoch } from "./epoch.ts";
import type { Journal } from "./journal.ts";
import type { LabelingQueue } from "./labeling-queue.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import type { TaskStore } from "./task-store.ts";

/** A project with what changes about it. */
export type OpenProject = {
  readonly project: EmulatorProject;
  readonly account: Account;
  readonly rateLimiter: RateLimiter;
};

/** A file that stands for what is behind a URL. */
export type EmulatorFile = Blob | Uint8Array | (() => Promise<Blob> | Blob);

/** What the routes of one emulator share. */
export type EmulatorState = {
  /** The projects by key. */
  readonly projects: ReadonlyMap<string, OpenProject>;
  /** What came in. */
  readonly journal: Journal;
  /** The tasks by id. */
  readonly tasks: TaskStore;
  /** The labeling tasks that wait for a person. */
  readonly queue: LabelingQueue;
  /** What was posted to callback URLs. */
  readonly callbacks: CallbackLog;
  /** What is to go wrong. */
  readonly faults: FaultPlan;
  /** What goes on without a request that waits for it. */
  readonly background: BackgroundWork;
  /** What waits ends with it. */
  readonly epoch: Epoch;
  /** What to answer to certain submissions. */
  readonly rules: readonly EmulatorRule[];
  /** What labeling answers at once; `null` to wait for a person. */
  readonly labels: readonly string[] | null;
  /** Hosts besides loopback from which media is fetched, and to which callbacks are posted. */
  readonly allowedHosts: readonly string[];
  /** Names of this machine, beside numbers and localhost. */
  readonly ownHosts: readonly string[];
  /** Files that stand for URLs, by the URL with or without its query. */
  readonly files: Readonly<Record<string, EmulatorFile>>;
  /** The largest request body, and the largest file behind a URL, in bytes. */
  readonly maxBodyBytes: number;
  /** How long a frame takes, in milliseconds; 0 for no time. */
  readonly msPerFrame: number;
  /** Makes the requests to media URLs and callback URLs. */
  readonly fetch: typeof globalThis.fetch;
  /** The clock. */
  readonly now: () => Date;
  /** What waits. */
  readonly sleep: Sleep;
  /** A new task id. */
  readonly createId: () => string;
};
