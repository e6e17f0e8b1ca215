import type { IncomingMessage } from "node:http";
import type { HiveLogger } from "@hivekit/core";
import { verifyCallbackUrl } from "@hivekit/core/callback";
import type { CallRegistry } from "../service/call-registry.ts";
import type { HiveService } from "../service/hive.service.ts";
import {
  ACKNOWLEDGED,
  bodyErrorResponse,
  deliveryErrorResponse,
  describeProblem,
  missingIdResponse,
  SHUTTING_DOWN,
} from "./callback-response.ts";
import type { CallbackResponse } from "./callback-response.ts";
import { confirmOutcome } from "./confirm-outcome.ts";
import { deliverCallback } from "./deliver-callback.ts";
import { UNNAMED } from "./hive-callback-options.ts";
import type { HiveCallbackOptions } from "./hive-callback-options.ts";
import type { HiveCallbackStore } from "./hive-callback-store.ts";
import { MemoryCallbackStore } from "./memory-callback-store.ts";
import type { HiveCallbackInfo } from "./on-hive-task.decorator.ts";
import { readOutcome } from "./read-outcome.ts";
import type { TaskHandlers } from "./task-handlers.ts";
import { getTaskId } from "./task-outcome.ts";
import type { TaskOutcome } from "./task-outcome.ts";

const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;
const DEFAULT_LEASE_MS = 5 * 60_000;

/** The dependencies of a {@link CallbackReceiver}. */
export type CallbackReceiverOptions = {
  /** The project's callback options. */
  readonly options: HiveCallbackOptions;
  /** The project's name; `undefined` for the unnamed project. */
  readonly name: string | undefined;
  /** The project's service, which confirms tasks. */
  readonly service: Pick<HiveService, "task" | "wait">;
  /** The project's calls in flight. They include callbacks, so that a shutdown waits for them. */
  readonly calls: CallRegistry;
  /** The app's decorated methods. */
  readonly handlers: TaskHandlers;
  /** Receives warnings and errors; `null` if logging is disabled. */
  readonly logger: HiveLogger | null;
};

/** The contents of a verified callback URL. */
type VerifiedAddress = { readonly nonce: string; readonly expiresOn: Date };

/** Returns whether an id can be encoded: it is not empty, and contains no lone surrogate. */
function isTaskId(id: string): boolean {
  return id !== "" && !/\p{Surrogate}/u.test(id);
}

/** Receives the callbacks of one project: verifies them and delivers each task once. */
export class CallbackReceiver {
  readonly #options: CallbackReceiverOptions;
  readonly #store: HiveCallbackStore;
  /**
   * The deliveries in progress, by key. A duplicate that arrives in the meantime gets the same response. Added when a
   * delivery begins; removed when its response is decided, at the latest when the lease ends, so that a method that
   * hangs does not block later attempts.
   */
  readonly #deliveries = new Map<string, Promise<CallbackResponse>>();

  constructor(options: CallbackReceiverOptions) {
    this.#options = options;
    this.#store = options.options.store ?? new MemoryCallbackStore();
  }

  /**
   * Receives a callback.
   *
   * @param url - The requested URL; a path with a query is enough.
   * @returns the response to send. Never rejects.
   */
  async receive(request: IncomingMessage, url: string): Promise<CallbackResponse> {
    const { calls, options, name } = this.#options;
    if (calls.isClosing) return SHUTTING_DOWN;
    const call = calls.begin();
    try {
      const address = await verifyCallbackUrl(url, { secrets: options.secrets, project: name ?? UNNAMED });
      if (!address.isValid) {
        return this.#log({ status: 403, reason: `The callback URL is ${address.reason}.` });
      }
      const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
      const read = readOutcome(request, { maxBodyBytes, signal: call.signal });
      const outcome = await read.catch(bodyErrorResponse);
      if ("status" in outcome) return this.#log(outcome);
      if (!isTaskId(getTaskId(outcome))) {
        return this.#log(missingIdResponse(outcome.kind === "task" ? null : outcome.error));
      }
      return this.#log(await this.#deliverOnce(outcome, address, call.signal).catch(deliveryErrorResponse));
    } finally {
      call.end();
    }
  }

  /** Joins a delivery in progress, so that a callback and its duplicate get the same response. */
  #deliverOnce(
    outcome: TaskOutcome,
    address: VerifiedAddress,
    signal: AbortSignal,
  ): Promise<CallbackResponse> {
    const { name, calls, options, logger } = this.#options;
    const taskId = getTaskId(outcome);
    // The key includes the task id, because a submission that the client retried may have created two tasks.
    const key = `${name ?? UNNAMED}:${address.nonce}:${encodeURIComponent(taskId)}`;
    const running = this.#deliveries.get(key);
    if (running !== undefined) return running;
    const info = { project: name ?? null, taskId, nonce: address.nonce, receivedOn: new Date() };
    const delivery = deliverCallback((hasClaim) => this.#deliver(outcome, { info, hasClaim }), {
      store: this.#store,
      key,
      leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS,
      expiresOn: address.expiresOn,
      signal,
      onEarlyRelease: (release) => calls.addCleanup(release),
      onProblem: (message, error) => logger?.error(message, { taskId, ...describeProblem(error) }),
    }).finally(() => this.#deliveries.delete(key));
    this.#deliveries.set(key, delivery);
    return delivery;
  }

  async #deliver(
    outcome: TaskOutcome,
    { info, hasClaim }: { readonly info: HiveCallbackInfo; readonly hasClaim: () => boolean },
  ): Promise<CallbackResponse> {
    const { options, service } = this.#options;
    const confirmed = options.confirm === true ? await confirmOutcome(info.taskId, service) : outcome;
    if ("status" in confirmed) return confirmed;
    // The confirmation may outlast the claim, and another attempt may be in progress by now.
    if (!hasClaim()) return { status: 503, reason: "The callback was not processed in time." };
    await this.#callHandlers(confirmed, info);
    return ACKNOWLEDGED;
  }

  async #callHandlers(outcome: TaskOutcome, info: HiveCallbackInfo): Promise<void> {
    const { handlers, logger } = this.#options;
    if (outcome.kind === "failure" && handlers.count("failure") === 0) {
      logger?.error("A task failed, and no method is decorated with @OnHiveTaskFailure", {
        taskId: info.taskId,
        problem: outcome.error.message,
      });
      return;
    }
    if (handlers.count(outcome.kind) === 0) {
      throw new Error("No method is decorated with @OnHiveTask for this project.");
    }
    await handlers.call(outcome, {
      info,
      onFailure: (method, error) =>
        logger?.error("A callback method failed while others are still running", {
          taskId: info.taskId,
          method,
          ...describeProblem(error),
        }),
    });
  }

  #log(response: CallbackResponse): CallbackResponse {
    if (response.status === 200) return response;
    const { status, reason, problem = reason, stack = null } = response;
    // Anyone can cause a 403. All other responses are to requests to URLs that this project has signed.
    this.#options.logger?.[status === 403 ? "warn" : "error"]("A callback was not acknowledged", {
      status,
      problem,
      stack,
    });
    return response;
  }
}
