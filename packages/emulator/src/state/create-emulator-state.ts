import { planFaults } from "../faults/fault-plan.ts";
import { startEpoch } from "../time/epoch.ts";
import { realSleep } from "../time/pause.ts";
import { createTimeUuids } from "../time/create-time-uuids.ts";
import { openAccount } from "./account.ts";
import { createBackgroundWork } from "./background-work.ts";
import { createCallbackLog } from "./callback-log.ts";
import type { EmulatorOptions } from "./emulator-options.ts";
import { listProjects } from "./emulator-project.ts";
import type { EmulatorState } from "./emulator-state.ts";
import { createJournal } from "./journal.ts";
import { createLabelingQueue } from "./labeling-queue.ts";
import { createRateLimiter } from "./rate-limiter.ts";
import { createTaskStore } from "./task-store.ts";
import { createWithheldMedia } from "./withheld-media.ts";

const MIB = 1024 * 1024;
const DEFAULT_MAX_BODY_BYTES = 512 * MIB;
const DEFAULT_MAX_QUEUE_BYTES = 256 * MIB;
const DEFAULT_KEEP_TASKS = 10_000;

/** Creates the state of an emulator from checked options. */
export function createEmulatorState(options: EmulatorOptions): EmulatorState {
  const now = options.now ?? (() => new Date());
  const { now: given } = options;
  // The wall clock may be set back, which would stop a project with a rate limit.
  const elapsed = given === undefined ? () => performance.now() : () => given().getTime();
  const faults = typeof options.faults === "string" ? [options.faults] : (options.faults ?? []);
  return {
    projects: new Map(
      [...listProjects(options.projects ?? [])].map(([key, { project, balanceUsd }]) => [
        key,
        {
          project,
          account: openAccount(balanceUsd),
          rateLimiter: createRateLimiter(project.rateLimit, elapsed),
        },
      ]),
    ),
    journal: createJournal(),
    tasks: createTaskStore(options.keepTasks ?? DEFAULT_KEEP_TASKS),
    queue: createLabelingQueue(options.maxQueueBytes ?? DEFAULT_MAX_QUEUE_BYTES),
    withheldMedia: createWithheldMedia(),
    callbacks: createCallbackLog(),
    faults: planFaults(faults, options.seed ?? 1),
    background: createBackgroundWork(),
    epoch: startEpoch(),
    rules: options.rules ?? [],
    labels: options.labels ?? null,
    allowedHosts: options.allowedHosts ?? [],
    ownHosts: options.ownHosts ?? [],
    files: options.files ?? {},
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    msPerFrame: options.pace?.msPerFrame ?? 0,
    // Called as a plain function, because some runtimes throw if it is called as a method.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now,
    sleep: options.sleep ?? realSleep,
    createId: options.createId ?? (() => crypto.randomUUID()),
    createChatId: options.createId ?? createTimeUuids(now),
  };
}

/**
 * Ends all waits, removes tasks, journal and callbacks, and restores balances, rate limits and the configured faults.
 */
export function resetEmulatorState(state: EmulatorState): void {
  state.epoch.end();
  state.queue.clear();
  state.tasks.clear();
  state.journal.clear();
  state.withheldMedia.clear();
  state.callbacks.clear();
  state.faults.reset();
  for (const { account, rateLimiter } of state.projects.values()) {
    account.reset();
    rateLimiter.reset();
  }
}
