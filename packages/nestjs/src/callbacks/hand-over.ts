import { randomUUID } from "node:crypto";
import { HANDED_OVER } from "./callback-answer.ts";
import type { CallbackAnswer } from "./callback-answer.ts";
import type { HiveCallbackStore } from "./hive-callback-store.ts";

/** Under which claim a callback is handed over. */
export type HandOverOptions = {
  readonly store: HiveCallbackStore;
  readonly key: string;
  /** How long the claim holds, and how long the work is waited for, in milliseconds. */
  readonly leaseMs: number;
  /** When the callback may be forgotten once it was handed over. */
  readonly expiresOn: Date;
  /** Aborts when the app has shut down. */
  readonly signal: AbortSignal;
  /** Is told of a claim that is being given back before its work has ended: nothing else waits for that. */
  readonly onLetGo: (release: Promise<void>) => void;
  /** Is told what went wrong and changes no answer. */
  readonly onProblem: (message: string, error: unknown) => void;
};

/**
 * Hands a callback over, if nobody else does or has done so, under a claim of its own.
 *
 * The claim ends with the work. It is also let go, and the work not waited for any longer, when the app has shut down or `leaseMs` is
 * over: another try may then have it. Work that succeeds later all the same is done, and says so.
 *
 * @param work - Does it; may ask, before it begins what should be done once, whether the claim still holds.
 * @returns what to answer; never later than `leaseMs`.
 * @throws what the work, or the store's `claim` or `finish`, throws; an Error if `claim` gives none of its three words.
 */
export async function handOver(
  work: (isOurs: () => boolean) => Promise<CallbackAnswer>,
  options: HandOverOptions,
): Promise<CallbackAnswer> {
  const { store, key, leaseMs, expiresOn, signal, onLetGo, onProblem } = options;
  const owner = randomUUID();
  /** Set when the claim is let go before the work has ended. */
  let isLetGo = false;

  /** Never throws: what went wrong before is the answer, and a claim that is kept ends with its lease. */
  const release = async (): Promise<void> => {
    try {
      await store.release(key, { owner });
    } catch (error) {
      onProblem("The store of callbacks could not give a claim back", error);
    }
  };

  const attempt = async (): Promise<CallbackAnswer> => {
    const claim = await store.claim(key, { owner, leaseMs });
    if (claim === "done") return HANDED_OVER;
    if (claim === "busy") return { status: 503, reason: "Another process has the callback." };
    if (claim !== "claimed") throw wrongWord(claim);
    try {
      const answer = isLetGo ? SHUT_DOWN : await work(() => !isLetGo);
      if (answer.status !== 200) await release();
      else await store.finish(key, { owner, expiresOn });
      return answer;
    } catch (error) {
      await release();
      throw error;
    }
  };

  const attempting = attempt();
  return new Promise((resolve, reject) => {
    const letGo = (answer: CallbackAnswer): void => {
      isLetGo = true;
      // Nobody waits for it any more, but whoever runs the app should know why.
      attempting.catch((error: unknown) => onProblem("A callback failed after it was answered", error));
      onLetGo(release());
      resolve(answer);
    };
    const timer = setTimeout(() => letGo(late(leaseMs)), leaseMs);
    timer.unref();
    const onAbort = (): void => letGo(SHUT_DOWN);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    void attempting.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    });
  });
}

/** A store may be written without types; what it meant is not to be guessed. */
function wrongWord(claim: never): Error {
  return new Error(
    `The store's claim gave ${JSON.stringify(claim)}; it must give "claimed", "busy" or "done". Mend the store of callbacks.`,
  );
}

const SHUT_DOWN: CallbackAnswer = {
  status: 503,
  reason: "The application is shutting down.",
  problem: "The application shut down before the callback was handed over.",
};

function late(leaseMs: number): CallbackAnswer {
  return {
    status: 503,
    reason: "The callback was not handed over in time.",
    problem: `The methods that take the callback were not done after ${leaseMs} ms (leaseMs); its next try is handed over, too. Do only what takes seconds in them.`,
  };
}
