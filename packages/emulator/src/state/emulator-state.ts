import type { FaultPlan } from "../faults/fault-plan.ts";
import type { EmulatorRule } from "../rules/emulator-rule.ts";
import type { Epoch } from "../time/epoch.ts";
import type { Sleep } from "../time/pause.ts";
import type { Account, AccountSummary } from "./account.ts";
import type { BackgroundWork } from "./background-work.ts";
import type { CallbackLog } from "./callback-log.ts";
import type { EmulatorFile } from "./emulator-options.ts";
import type { EmulatorProject } from "./emulator-project.ts";
import type { Journal } from "./journal.ts";
import type { LabelingQueue } from "./labeling-queue.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import type { TaskStore } from "./task-store.ts";
import type { WithheldMedia } from "./withheld-media.ts";

/** A project with its account and its rate limiter. */
export type ProjectState = {
  readonly project: EmulatorProject;
  readonly account: Account;
  readonly rateLimiter: RateLimiter;
};

/** A project with its balance, charges and counts. */
export type EmulatorProjectSummary = EmulatorProject & AccountSummary;

/** The state that all routes of an emulator share. */
export type EmulatorState = {
  /** The projects by key. */
  readonly projects: ReadonlyMap<string, ProjectState>;
  /** Every submission received. */
  readonly journal: Journal;
  /** The tasks by id. */
  readonly tasks: TaskStore;
  /** The labeling tasks that wait for a reviewer. */
  readonly queue: LabelingQueue;
  /** The media that CSAM detection has flagged. */
  readonly withheldMedia: WithheldMedia;
  /** Every attempt to deliver a callback. */
  readonly callbacks: CallbackLog;
  /** The faults that have not happened yet. */
  readonly faults: FaultPlan;
  /** The work that no request waits for. */
  readonly background: BackgroundWork;
  /** Ends all waits when the emulator is reset or closed. */
  readonly epoch: Epoch;
  /** The configured rules. */
  readonly rules: readonly EmulatorRule[];
  /** The labels that answer every labeling task; `null` to wait for a reviewer. */
  readonly labels: readonly string[] | null;
  /** Hosts, in addition to loopback, from which media is fetched and to which callbacks are posted. */
  readonly allowedHosts: readonly string[];
  /** Names of this machine, in addition to numeric addresses and localhost. */
  readonly ownHosts: readonly string[];
  /** Files that replace URLs, by the URL with or without its query. */
  readonly files: Readonly<Record<string, EmulatorFile>>;
  /** The maximum size of a request body, and of the file at a media URL, in bytes. */
  readonly maxBodyBytes: number;
  /** The simulated processing time per frame, in milliseconds; 0 for none. */
  readonly msPerFrame: number;
  /** Makes the requests to media URLs and callback URLs. */
  readonly fetch: typeof globalThis.fetch;
  /** The clock. */
  readonly now: () => Date;
  /** Waits a number of milliseconds. */
  readonly sleep: Sleep;
  /** Creates a task id. */
  readonly createId: () => string;
  /** Creates the id of a chat completion. */
  readonly createChatId: () => string;
};

/** Summarizes all projects. */
export function summarizeProjects(state: Pick<EmulatorState, "projects">): readonly EmulatorProjectSummary[] {
  return [...state.projects.values()].map(({ project, account }) => ({ ...project, ...account.summary() }));
}
