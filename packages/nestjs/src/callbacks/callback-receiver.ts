import type { IncomingMessage } from "node:http";
import type { HiveLogger } from "@hivekit/core";
import { verifyCallbackUrl } from "@hivekit/core/callback";
import type { CallRegistry } from "../call-registry.ts";
import type { HiveService } from "../hive.service.ts";
import { HANDED_OVER } from "./callback-answer.ts";
import type { CallbackAnswer } from "./callback-answer.ts";
import { UNNAMED } from "./check-callback-options.ts";
import { confirmOutcome } from "./confirm-outcome.ts";
import { handOver } from "./hand-over.ts";
import type { HiveCallbackOptions } from "./hive-callback-options.ts";
import type { HiveCallbackStore } from "./hive-callback-store.ts";
import { MemoryCallbackStore } from "./memory-callback-store.ts";
import type { HiveCallbackInfo } from "./on-hive-task.decorator.ts";
import { readBody } from "./read-body.ts";
import { problemOf, refusalOfBody, refusalOfHandOver, refusalWithoutId } from "./refusal-of.ts";
import type { TaskHandlers, TaskOutcome } from "./task-handlers.ts";

const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;
const DEFAULT_LEASE_MS = 5 * 60_000;

/** What a receiver works with. */
export type CallbackReceiverOptions = {
  /** What the project says of its callbacks. */
  readonly options: HiveCallbackOptions;
  /** The project's name; `undefined` for the one without. */
  readonly name: string | undefined;
  /** The project's service, which looks a task up. */
  readonly service: Pick<HiveService, "task" | "wait">;
  /** The calls in flight of the project: a callback is one of them, so that a shutdown waits for it. */
  readonly calls: CallRegistry;
  /** The app's methods that take callbacks. */
  readonly handlers: TaskHandlers;
  /** Where failures are told; `null` for nowhere. */
  readonly logger: HiveLogger | null;
};

/** Takes the callbacks of one project: checks them, and hands each task over once. */
export class CallbackReceiver {
  readonly #of: CallbackReceiverOptions;
  readonly #store: HiveCallbackStore;
  /**
   * The callbacks that are being handed over, by key: who comes meanwhile with the same gets the same answer. Added when one begins,
   * removed when it is answered, which is after the lease at the latest: a method that hangs must not have all later tries wait with it.
   */
  readonly #handingOver = new Map<string, Promise<CallbackAnswer>>();

  constructor(of: CallbackReceiverOptions) {
    this.#of = of;
    this.#store = of.options.store ?? new MemoryCallbackStore();
  }

  /**
   * Takes a callback.
   *
   * @param url - As it was called, path and query at least.
   * @returns what to answer; never throws.
   */
  async receive(request: IncomingMessage, url: string): Promise<CallbackAnswer> {
    const { calls, options, name } = this.#of;
    if (calls.isClosing) return { status: 503, reason: "The application is shutting down." };
    const call = calls.begin();
    try {
      const check = await verifyCallbackUrl(url, { secrets: options.secrets, project: name ?? UNNAMED });
      if (!check.isValid) return this.#log({ status: 403, reason: `The address is ${check.reason}.` });
      const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
      const body = await readBody(request, { maxBodyBytes, signal: call.signal }).catch(refusalOfBody);
      if ("status" in body) return this.#log(body);
      if (idOf(body) === "") return this.#log(refusalWithoutId(body));
      const answer = this.#handOverOnce(body, check, call.signal).catch(refusalOfHandOver);
      return this.#log(await answer);
    } finally {
      call.end();
    }
  }

  /** Joins who is at it already, so that one try and its repetition get the same answer. */
  #handOverOnce(outcome: TaskOutcome, address: Address, signal: AbortSignal): Promise<CallbackAnswer> {
    const { name, calls, options } = this.#of;
    const taskId = idOf(outcome);
    // The task, too: a submission that was made again by the client's retries may have made two.
    const key = `${name ?? UNNAMED}:${address.nonce}:${encodeURIComponent(taskId)}`;
    const running = this.#handingOver.get(key);
    if (running !== undefined) return running;
    const info = { project: name ?? null, taskId, nonce: address.nonce, receivedOn: new Date() };
    const started = handOver((isOurs) => this.#confirmAndGive(outcome, { info, isOurs }), {
      store: this.#store,
      key,
      leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS,
      expiresOn: address.expiresOn,
      signal,
      onLetGo: (release) => calls.addLastWork(release),
      onProblem: (message, error) => this.#of.logger?.error(message, { taskId, ...problemOf(error) }),
    }).finally(() => this.#handingOver.delete(key));
    this.#handingOver.set(key, started);
    return started;
  }

  async #confirmAndGive(
    outcome: TaskOutcome,
    { info, isOurs }: { readonly info: HiveCallbackInfo; readonly isOurs: () => boolean },
  ): Promise<CallbackAnswer> {
    const { options, service } = this.#of;
    const confirmed = options.confirm === true ? await confirmOutcome(info.taskId, service) : outcome;
    if ("status" in confirmed) return confirmed;
    // Asking may outlast the claim, and another try may be at it by now.
    if (!isOurs()) return { status: 503, reason: "The callback was not handed over in time." };
    await this.#give(confirmed, info);
    return HANDED_OVER;
  }

  async #give(outcome: TaskOutcome, info: HiveCallbackInfo): Promise<void> {
    const { handlers, logger } = this.#of;
    if (outcome.kind === "failure" && handlers.count("failure") === 0) {
      logger?.error("A task failed, and no method takes failures", {
        taskId: info.taskId,
        problem: outcome.error.message,
      });
      return;
    }
    if (handlers.count(outcome.kind) === 0) {
      throw new Error("No method takes the project's tasks; mark one with @OnHiveTask.");
    }
    await handlers.handOver(outcome, {
      info,
      onFailure: (method, error) =>
        logger?.error("A method for callbacks failed, and others are still at work", {
          taskId: info.taskId,
          method,
          ...problemOf(error),
        }),
    });
  }

  #log(answer: CallbackAnswer): CallbackAnswer {
    if (answer.status === 200) return answer;
    const { status, reason, problem = reason, stack = null } = answer;
    // Anybody can send what is refused with 403; the rest came with an address that we gave out.
    this.#of.logger?.[status === 403 ? "warn" : "error"]("A callback was not taken", {
      status,
      problem,
      stack,
    });
    return answer;
  }
}

type Address = { readonly nonce: string; readonly expiresOn: Date };

function idOf(outcome: TaskOutcome): string {
  return outcome.kind === "task" ? outcome.task.id : (outcome.error.taskId ?? "");
}
