import type { EmulatorOptions } from "./emulator-options.ts";
import { createApp } from "./http/create-app.ts";
import { UploadInterrupted } from "./http/upload-interrupted.ts";
import type { EmulatorProject } from "./state/emulator-project.ts";
import type { EmulatorState } from "./state/emulator-state.ts";
import { listProjects } from "./state/emulator-project.ts";
import { createJournal, type JournalEntry } from "./state/journal.ts";
import type { EmulatorReply } from "./v1/reply.ts";

const DEFAULT_MAX_BODY_BYTES = 512 * 1024 * 1024;

/** Hive on your desk: answers requests to Hive's API in process. */
export type Emulator = {
  /**
   * Answers a request as Hive would, with the signature of `fetch`: give it to a client as its `fetch`. Any origin and base path will do.
   * Rejects with the signal's reason when that aborts, and with a `TypeError` when the request's body breaks off.
   */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** Forgets tasks, journal and masks. Projects stay; a request under way is still answered, and is not in the journal. */
  readonly reset: () => void;
  /** Every submission that came since the start or the last reset, refused ones included, the oldest first. A snapshot at each reading. */
  readonly journal: readonly JournalEntry[];
  /** The projects: their keys are the ones that are let in. */
  readonly projects: readonly EmulatorProject[];
  /** The replies that were given since the start or the last reset. */
  readonly tasks: EmulatorTasks;
};

/** The tasks of an emulator, by id. */
export type EmulatorTasks = {
  /** The reply to a task; `undefined` for an unknown id. A refused request made no task. */
  readonly get: (id: string) => EmulatorReply | undefined;
};

/**
 * Makes an emulator. Nothing is loaded, opened or started until a request comes; there is nothing to close.
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
  const state: EmulatorState = {
    projects: listProjects(options.projects ?? []),
    journal: createJournal(),
    tasks: new Map(),
    masks: new Map(),
    labels: options.labels ?? ["yes"],
    allowedHosts: options.allowedHosts ?? [],
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    now: options.now ?? (() => new Date()),
    createId: options.createId ?? (() => crypto.randomUUID()),
  };
  const app = createApp(state);
  // Requests that are being answered. Held because the signal of a Request that nobody holds is no longer told of an abort (seen in Node 24).
  const underWay = new Set<Request>();
  return {
    fetch: async (input, init) => {
      // A request of an HTTP server is passed on as it is: copying it would build a second one.
      const request = input instanceof Request && init === undefined ? input : new Request(input, init);
      const signal = init?.signal ?? request.signal;
      signal.throwIfAborted();
      underWay.add(request);
      const answer = Promise.resolve(app.fetch(request)).finally(() => underWay.delete(request));
      return untilAborted(answer, signal);
    },
    reset: () => {
      state.tasks.clear();
      state.masks.clear();
      state.journal.clear();
    },
    get journal() {
      return state.journal.list();
    },
    projects: [...state.projects.values()],
    tasks: { get: (id) => state.tasks.get(id) },
  };
}

/** Settles with the answer or, at once, with the reason of an abort; the work behind it stops at its next frame. */
function untilAborted(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    answer
      .then(resolve, (error: unknown) =>
        reject(
          error instanceof UploadInterrupted ? new TypeError("fetch failed", { cause: error.cause }) : error,
        ),
      )
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}
