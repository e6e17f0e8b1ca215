import { randomUUID } from "node:crypto";
import { ACKNOWLEDGED, SHUTTING_DOWN } from "./callback-response.ts";
import type { CallbackResponse } from "./callback-response.ts";
import type { HiveCallbackStore } from "./hive-callback-store.ts";

/** The claim under which a callback is delivered. */
export type DeliveryOptions = {
  readonly store: HiveCallbackStore;
  readonly key: string;
  /** How long the claim is valid, and how long the delivery may take, in milliseconds. */
  readonly leaseMs: number;
  /** When the store may forget the callback after its delivery. */
  readonly expiresOn: Date;
  /** Aborts when the app has shut down. */
  readonly signal: AbortSignal;
  /** Receives the promise of an early release, while the delivery has not ended. Nothing else waits for it. */
  readonly onEarlyRelease: (release: Promise<void>) => void;
  /** Receives errors that do not change the response. */
  readonly onProblem: (message: string, error: unknown) => void;
};

/**
 * Claims a callback and delivers it, unless it is being delivered elsewhere or was already delivered.
 *
 * The claim ends with the delivery. When the app has shut down or `leaseMs` has elapsed, the claim is released without
 * waiting for the delivery, and another attempt may claim the callback. A delivery that succeeds later still marks the
 * callback as done.
 *
 * @param deliver - Delivers the callback. Receives a function that returns whether the claim is still valid; call it
 * before work that must happen only once.
 * @returns the response to send, within `leaseMs`.
 * @throws the errors of `deliver` and of the store's `claim` and `finish`; an Error if `claim` returns an unknown
 * value.
 */
export async function deliverCallback(
  deliver: (hasClaim: () => boolean) => Promise<CallbackResponse>,
  options: DeliveryOptions,
): Promise<CallbackResponse> {
  const { store, key, leaseMs, expiresOn, signal, onEarlyRelease, onProblem } = options;
  const owner = randomUUID();
  /** Set when the claim is released before the delivery has ended. */
  let isReleased = false;

  /**
   * Never throws: the earlier error determines the response, and a claim that is not released expires with its lease.
   */
  const release = async (): Promise<void> => {
    try {
      await store.release(key, { owner });
    } catch (error) {
      onProblem("The callback store failed to release a claim", error);
    }
  };

  const attempt = async (): Promise<CallbackResponse> => {
    const claim = await store.claim(key, { owner, leaseMs });
    if (claim === "done") return ACKNOWLEDGED;
    if (claim === "busy") return { status: 503, reason: "Another process is handling the callback." };
    if (claim !== "claimed") throw unknownClaimError(claim);
    try {
      const response = isReleased ? INTERRUPTED : await deliver(() => !isReleased);
      if (response.status === 200) await store.finish(key, { owner, expiresOn });
      else await release();
      return response;
    } catch (error) {
      await release();
      throw error;
    }
  };

  const attempting = attempt();
  return new Promise((resolve, reject) => {
    const stopWaiting = (response: CallbackResponse): void => {
      isReleased = true;
      // The response is already decided, but a later error still belongs in the log.
      attempting.catch((error: unknown) => onProblem("A callback failed after its response was sent", error));
      onEarlyRelease(release());
      resolve(response);
    };
    const timer = setTimeout(() => stopWaiting(timeoutResponse(leaseMs)), leaseMs);
    timer.unref();
    const onAbort = (): void => stopWaiting(INTERRUPTED);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    void attempting.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    });
  });
}

/** A store may be written in JavaScript. */
function unknownClaimError(claim: never): Error {
  return new Error(
    `The callback store's claim() must return "claimed", "busy" or "done", got ${JSON.stringify(claim)}. Fix the callback store.`,
  );
}

const INTERRUPTED: CallbackResponse = {
  ...SHUTTING_DOWN,
  problem: "The application shut down before the callback was delivered.",
};

function timeoutResponse(leaseMs: number): CallbackResponse {
  return {
    status: 503,
    reason: "The callback was not processed in time.",
    problem: `The @OnHiveTask methods did not finish within ${leaseMs} ms (leaseMs), so Hive's next attempt will be delivered as well. Keep them short: a few seconds of work.`,
  };
}
