import { checkHost } from "../api/allowed-hosts.ts";
import { assembleReply } from "../api/reply.ts";
import { deliverCallback, resendCallback } from "../callbacks/deliver-callback.ts";
import { consoleRoutes } from "../console/console-routes.ts";
import { ApiError } from "../error/api-error.ts";
import type { EmulatorFault } from "../faults/fault-kinds.ts";
import type { FaultInput } from "../faults/read-faults.ts";
import { createApiRoutes } from "../http/api-routes.ts";
import { checkOptions } from "../options/check-options.ts";
import { nonEmptyStrings } from "../options/option-schemas.ts";
import type { CallbackEntry } from "../state/callback-log.ts";
import { checkEmulatorOptions } from "../state/check-emulator-options.ts";
import { createEmulatorState, resetEmulatorState } from "../state/create-emulator-state.ts";
import type { EmulatorOptions } from "../state/emulator-options.ts";
import {
  summarizeProjects,
  type EmulatorProjectSummary,
  type EmulatorState,
} from "../state/emulator-state.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import type { JournalEntry } from "../state/journal.ts";
import { summarizeTask, type EmulatorTaskSummary } from "../state/task-summary.ts";
import { verifyJournal, type JournalVerifier } from "../state/verify-journal.ts";
import { toV1Reply, type V1ModelReply } from "../v1/v1-reply.ts";
import type {
  AiAudioReply,
  AiMusicReply,
  CelebrityReply,
  CsamReply,
  TranslationReply,
} from "../v2/v2-model-replies.ts";
import { toV2Reply, type V2Reply } from "../v2/v2-reply.ts";
import { toChatReply, type ChatReply } from "../v3/chat-reply.ts";
import { toV3Reply, type V3Reply } from "../v3/v3-reply.ts";
import type { LabelingReply } from "../wire/labeling-reply.ts";
import { endWithEpoch } from "../time/end-with-epoch.ts";
import { createRequestHandler, registerHandler } from "./request-handler.ts";

/** An emulator of Hive's API that handles requests in process. */
export type Emulator = {
  /**
   * Responds to a request as Hive would. It has the signature of `fetch`, so you can pass it to a client. Accepts any
   * origin and base path. Rejects with the signal's reason when the signal aborts, and with a `TypeError` when the
   * request body is interrupted or a fault breaks the connection.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /**
   * Restores the initial state: removes tasks, journal entries, callbacks and masks, and restores balances, rate limits
   * and the faults of the options. Ends all waits: a waiting labeling task and a submission whose URL is being
   * downloaded get HTTP 503, and a stalled response fails like a broken connection. Other requests in flight still get
   * their response.
   */
  readonly reset: () => void;
  /**
   * Ends all waits, as `reset` does, and resolves when no background work is left. Keeps the tasks and the journal.
   * Endless waits that start later, such as those for a reviewer, end immediately.
   */
  readonly close: () => Promise<void>;
  /**
   * Resolves when no asynchronous task and no callback is in flight. An asynchronous labeling task is in flight until
   * it is answered.
   */
  readonly idle: () => Promise<void>;
  /**
   * Every submission since the start or the last reset, rejected ones included, oldest first. Each read returns a
   * snapshot.
   */
  readonly journal: readonly JournalEntry[];
  /** Assertions on the journal for tests. */
  readonly verify: JournalVerifier;
  /** The projects with their charges and balances. Only their keys are valid. Each read returns a snapshot. */
  readonly projects: readonly EmulatorProjectSummary[];
  /** The tasks since the start or the last reset. */
  readonly tasks: EmulatorTasks;
  /** The faults to inject. */
  readonly faults: EmulatorFaults;
  /** The deliveries of callbacks. */
  readonly callbacks: EmulatorCallbacks;
  /** Closes the emulator. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The reply to a task. */
export type EmulatorReply =
  | V1ModelReply
  | LabelingReply
  | V2Reply
  | AiAudioReply
  | AiMusicReply
  | CelebrityReply
  | CsamReply
  | TranslationReply
  | V3Reply
  | ChatReply;

/** The tasks of an emulator. */
export type EmulatorTasks = {
  /**
   * Returns the reply to a task in the format of its generation. `undefined` for an unknown id, for a task without a
   * result, and for a failed v3 task, whose response is an HTTP error.
   */
  readonly get: (id: string) => EmulatorReply | undefined;
  /** Lists the kept tasks, oldest first: all tasks, or only those in one state. */
  readonly list: (filter?: {
    readonly state?: EmulatorTaskSummary["state"] | undefined;
  }) => readonly EmulatorTaskSummary[];
  /**
   * Resolves with the oldest labeling task that waits for a reviewer, as soon as there is one. Rejects when the
   * emulator is reset or closed first.
   */
  readonly nextQueued: () => Promise<EmulatorTaskSummary>;
  /**
   * Answers a labeling task in place of a reviewer. The waiting request then gets its response.
   *
   * @param labels - one or more non-empty strings.
   * @throws Error if no task with this id is waiting; EmulatorOptionsError for invalid labels.
   */
  readonly answer: (id: string, labels: readonly string[]) => void;
};

/** The faults of an emulator. */
export type EmulatorFaults = {
  /**
   * Adds a fault, or several in the text form of the command line: `"429*3,stall-body@0.1"`.
   *
   * @returns a function that removes them.
   * @throws EmulatorOptionsError for an invalid fault.
   */
  readonly add: (fault: FaultInput) => () => void;
  /** Removes all faults. */
  readonly clear: () => void;
  /** Lists the faults that have not happened yet, with their remaining `times`. */
  readonly list: () => readonly EmulatorFault[];
};

/** The callbacks of an emulator. */
export type EmulatorCallbacks = {
  /** Lists all delivery attempts since the start or the last reset, oldest first. */
  readonly list: () => readonly CallbackEntry[];
  /**
   * Posts the result of a finished task to its callback URL again, with `resent_on` and `resent_by`.
   *
   * @throws Error for an unknown or unfinished task, for a task without a callback URL, and if the emulator is reset or
   * closed before the receiver responds.
   */
  readonly resend: (id: string) => Promise<void>;
};

/**
 * Creates an emulator. Nothing is loaded, opened or started before the first request.
 *
 * @throws EmulatorOptionsError for an invalid option.
 *
 * @example
 * ```ts
 * import { openAsBlob } from "node:fs";
 * import { createEmulator } from "@hivekit/emulator";
 *
 * const emulator = createEmulator();
 * const form = new FormData();
 * form.set("image", await openAsBlob("photo.jpg"), "photo.jpg");
 * const response = await emulator.fetch("https://api.thehive.ai/api/v1/tag/task", {
 *   method: "POST",
 *   headers: { authorization: "Token demo-colors" },
 *   body: form,
 * });
 * console.log(await response.json(), emulator.journal);
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  checkEmulatorOptions(options);
  const state = createEmulatorState(options);
  const handler = createRequestHandler(createApp(state));
  const close = async (): Promise<void> => {
    state.epoch.close();
    state.queue.close();
    await state.background.idle();
  };
  const emulator: Emulator = {
    fetch: (input, init) => handler(input, init),
    reset: () => resetEmulatorState(state),
    close,
    idle: () => state.background.idle(),
    get journal() {
      return state.journal.list();
    },
    verify: verifyJournal(() => state.journal.list()),
    get projects() {
      return summarizeProjects(state);
    },
    tasks: createTasks(state),
    faults: state.faults,
    callbacks: createCallbacks(state),
    [Symbol.asyncDispose]: close,
  };
  registerHandler(emulator, handler);
  return emulator;
}

/** Creates the routes of the API and of the console. */
function createApp(state: EmulatorState): ReturnType<typeof createApiRoutes> {
  const app = createApiRoutes(state, {
    deliverCallback: (task, delivery) => deliverCallback(task, { ...delivery, state }),
  });
  app.route("/console", consoleRoutes(state));
  app.get("/", (context) => context.redirect("console"));
  app.get("/console/", (context) => context.redirect("../console"));
  return app;
}

function createTasks(state: EmulatorState): EmulatorTasks {
  return {
    get: (id) => {
      const finished = state.tasks.get(id)?.finished ?? null;
      return finished === null ? undefined : createReply(finished);
    },
    list: ({ state: wantedState } = {}) =>
      state.tasks
        .list()
        .filter((task) => wantedState === undefined || task.state === wantedState)
        .map((task) => summarizeTask(task, state)),
    nextQueued: async () => {
      const { id } = await state.queue.next();
      const task = state.tasks.get(id);
      if (task === undefined) throw new Error("the emulator was reset");
      return summarizeTask(task, state);
    },
    answer: (id, labels) => {
      checkOptions(nonEmptyStrings, labels, "labels");
      if (!state.queue.answer(id, labels)) {
        throw new Error(
          `No labeling task with the id ${id} is waiting. emulator.tasks.list({ state: "queued" }) lists the waiting tasks.`,
        );
      }
    },
  };
}

const REPLIES = { v1: toV1Reply, v2: toV2Reply, v3: toV3Reply } as const;

function createReply(task: FinishedTask): EmulatorReply | undefined {
  const toReply = task.model === "emulator_vlm" ? toChatReply : REPLIES[task.generation];
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built from an envelope and frames; tests compare the result with the reference
    return assembleReply(toReply(task, null)) as EmulatorReply;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

function createCallbacks(state: EmulatorState): EmulatorCallbacks {
  return {
    list: () => state.callbacks.list(),
    resend: async (id) => {
      const task = state.tasks.get(id)?.finished ?? null;
      const address = task?.callbackUrl ?? null;
      if (task === null || address === null) {
        throw new Error(`No finished task with the id ${id} has a callback URL.`);
      }
      const url = checkHost(address, "callback_url", state.allowedHosts);
      await endWithEpoch((signal) => resendCallback(task, { url, state, signal }), state);
    },
  };
}
