import { resendCallback } from "./callbacks/send-callback.ts";
import { checkTexts } from "./check/check-value.ts";
import type { CallbackEntry } from "./callbacks/callback-log.ts";
import type { EmulatorOptions } from "./emulator-options.ts";
import { openEntrance } from "./emulator-entrance.ts";
import type { EmulatorFault } from "./faults/emulator-fault.ts";
import type { FaultInput } from "./faults/fault-plan.ts";
import { checkHost } from "./http/check-host.ts";
import { createApp } from "./http/create-app.ts";
import { createEmulatorState } from "./state/create-emulator-state.ts";
import type { EmulatorState } from "./state/emulator-state.ts";
import type { JournalEntry } from "./state/journal.ts";
import { projectSummaries, type EmulatorProjectSummary } from "./state/project-summary.ts";
import { summarize, type EmulatorTaskSummary } from "./state/task-summary.ts";
import { verifyJournal, type JournalVerifier } from "./state/verify-journal.ts";
import { replyTo, type EmulatorReply } from "./submit/reply-to.ts";

/** Hive on your desk: answers requests to Hive's API in process. */
export type Emulator = {
  /**
   * Answers a request as Hive would, with the signature of `fetch`: give it to a client as its `fetch`. Any origin and base path will do.
   * Rejects with the signal's reason when that aborts, and with a `TypeError` when the request's body breaks off or a fault breaks the connection.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /**
   * Back to the beginning: forgets tasks, journal, callbacks and masks, restores balances, rate limits and the faults of the options. What
   * waits ends: a labeling task with HTTP 503, a stalled answer as a broken connection. Any other request under way is still answered.
   */
  readonly reset: () => void;
  /** Ends what waits, as `reset` does, and resolves when nothing goes on in the background. Nothing is forgotten; what is to wait for ever later ends at once. */
  readonly close: () => Promise<void>;
  /** Resolves when no asynchronous task and no callback is under way. Labeling tasks that wait for a person do not count. */
  readonly idle: () => Promise<void>;
  /** Every submission that came since the start or the last reset, refused ones included, the oldest first. A snapshot at each reading. */
  readonly journal: readonly JournalEntry[];
  /** What a test expects of the journal. */
  readonly verify: JournalVerifier;
  /** The projects: their keys are the ones that are let in. With their charges and balance, a snapshot at each reading. */
  readonly projects: readonly EmulatorProjectSummary[];
  /** The tasks since the start or the last reset. */
  readonly tasks: EmulatorTasks;
  /** What is to go wrong. */
  readonly faults: EmulatorFaults;
  /** What was posted to callback URLs. */
  readonly callbacks: EmulatorCallbacks;
  /** Closes it. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The tasks of an emulator. */
export type EmulatorTasks = {
  /** The reply to a task, in the form of the generation that it was submitted with; `undefined` for an unknown id and before there is a result. */
  readonly get: (id: string) => EmulatorReply | undefined;
  /** The tasks that are kept, the oldest first; those in one state, or all. */
  readonly list: (filter?: {
    readonly state?: EmulatorTaskSummary["state"] | undefined;
  }) => readonly EmulatorTaskSummary[];
  /** The oldest labeling task that waits for a person, as soon as there is one. Rejects when the emulator is reset or closed before. */
  readonly nextQueued: () => Promise<EmulatorTaskSummary>;
  /**
   * Answers a labeling task in a person's place: the request that waits for it then returns.
   *
   * @param labels - at least one text, none of them empty.
   * @throws Error when no task with this id waits; EmulatorOptionsError for labels that are none.
   */
  readonly answer: (id: string, labels: readonly string[]) => void;
};

/** What is to go wrong with the answers of an emulator. */
export type EmulatorFaults = {
  /**
   * Adds a fault, or several as the command line writes them: `"429*3,stall-body@0.1"`.
   *
   * @returns what takes them out again.
   * @throws EmulatorOptionsError for one that cannot be read.
   */
  readonly add: (fault: FaultInput) => () => void;
  /** Takes all out. */
  readonly clear: () => void;
  /** Those that have not been used up, with the times that are left of them. */
  readonly list: () => readonly EmulatorFault[];
};

/** The callbacks of an emulator. */
export type EmulatorCallbacks = {
  /** Every attempt since the start or the last reset, the oldest first. */
  readonly list: () => readonly CallbackEntry[];
  /**
   * Posts the result of a finished task once more, with `resent_on` and `resent_by`.
   *
   * @throws Error when there is no such task, or it has no callback URL.
   */
  readonly resend: (id: string) => Promise<void>;
};

/**
 * Makes an emulator. Nothing is loaded, opened or started until a request comes.
 *
 * @throws EmulatorOptionsError for an option that cannot be used.
 *
 * @example
 * ```ts
 * import { openAsBlob } from "node:fs";
 * import { createEmulator } from "@hivekit/emulator";
 *
 * const emulator = createEmulator();
 * const form = new FormData();
 * form.set("image", await openAsBlob("photo.jpg"), "photo.jpg");
 * const reply = await emulator.fetch("https://api.thehive.ai/api/v1/tag/task", {
 *   method: "POST",
 *   headers: { authorization: "Token demo-colors" },
 *   body: form,
 * });
 * console.log(await reply.json(), emulator.journal);
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const state = createEmulatorState(options);
  const entrance = openEntrance(createApp(state));
  const close = async (): Promise<void> => {
    state.epoch.close();
    state.queue.clear();
    await state.background.idle();
  };
  const emulator: Emulator = {
    fetch: (input, init) => entrance.enter(input, init),
    reset: () => resetState(state),
    close,
    idle: () => state.background.idle(),
    get journal() {
      return state.journal.list();
    },
    verify: verifyJournal(() => state.journal.list()),
    get projects() {
      return projectSummaries(state);
    },
    tasks: tasksOf(state),
    faults: state.faults,
    callbacks: callbacksOf(state),
    [Symbol.asyncDispose]: close,
  };
  entrance.belongTo(emulator);
  return emulator;
}

function resetState(state: EmulatorState): void {
  state.epoch.end();
  state.queue.clear();
  state.tasks.clear();
  state.journal.clear();
  state.callbacks.clear();
  state.faults.reset();
  for (const { account, rateLimiter } of state.projects.values()) {
    account.reset();
    rateLimiter.reset();
  }
}

function tasksOf(state: EmulatorState): EmulatorTasks {
  return {
    get: (id) => {
      const finished = state.tasks.get(id)?.finished ?? null;
      return finished === null ? undefined : replyTo(finished);
    },
    list: ({ state: wanted } = {}) =>
      state.tasks
        .list()
        .filter((task) => wanted === undefined || task.state === wanted)
        .map((task) => summarize(task, state.queue)),
    nextQueued: async () => {
      const { id } = await state.queue.next();
      const task = state.tasks.get(id);
      if (task === undefined) throw new Error("the emulator was reset");
      return summarize(task, state.queue);
    },
    answer: (id, labels) => {
      checkTexts(labels, "labels");
      if (!state.queue.answer(id, labels)) {
        throw new Error(
          `No labeling task ${id} waits for an answer; emulator.tasks.list({ state: "queued" }) shows those that do.`,
        );
      }
    },
  };
}

function callbacksOf(state: EmulatorState): EmulatorCallbacks {
  return {
    list: () => state.callbacks.list(),
    resend: async (id) => {
      const task = state.tasks.get(id)?.finished ?? null;
      const address = task?.callbackUrl ?? null;
      if (task === null || address === null)
        throw new Error(`There is no finished task ${id} with a callback URL.`);
      const url = checkHost(address, "callback_url", state.allowedHosts);
      await resendCallback(task, { url, state, signal: new AbortController().signal });
    },
  };
}
