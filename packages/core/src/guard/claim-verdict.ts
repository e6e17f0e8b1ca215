import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import type { Task } from "../result/task.ts";
import { systemClock } from "../transport/clock.ts";
import type { ByteHash } from "./byte-hash.ts";
import { readEntry, writeEntry } from "./stored-task.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** The maximum duration of one call of a store. */
const STORE_TIMEOUT_MS = 1000;
/** The duration of a claim. It is renewed after a third of this time. */
const LEASE_MS = 30_000;
/** 10 minutes. A stream that is neither read nor closed must not block other processes for longer. */
const MAX_RENEWALS = 60;
/** The delay before the next attempt to claim a key that another process holds. It increases up to the maximum. */
const MIN_WAIT_MS = 50;
const MAX_WAIT_MS = 2000;

/** A store, and what entries need. */
export type VerdictStoreOptions = {
  readonly store: VerdictStore;
  readonly ttlMs: number;
  readonly createHash: () => ByteHash;
  /** Receives the errors of the store. Never throws. */
  readonly onError: (error: unknown) => void;
};

/** The right to submit. If the store does not work, the result is not published. */
export type Claim = {
  /** Keeps a result, if the store accepts it. Never rejects. */
  readonly publish: (task: Task) => Promise<void>;
  /** Lets others submit. Never rejects. */
  readonly release: () => Promise<void>;
};

/**
 * Claims a key, and waits while another process holds it. A store that fails or takes longer than a second is bypassed.
 *
 * @param call - `signal` ends the wait. After `maxWaitMs`, the call submits even if another process holds the key: that
 * process may hang, or the store may never expire a claim.
 * @returns a stored task, or a claim.
 * @throws the signal's reason.
 */
export async function claimVerdict(
  key: string,
  options: VerdictStoreOptions,
  { signal, maxWaitMs }: { readonly signal: AbortSignal; readonly maxWaitMs: number },
): Promise<{ readonly task: Task } | Claim> {
  const { store, ttlMs, createHash } = options;
  const token = createToken();
  const lease = { token, leaseMs: LEASE_MS };
  const use = async <Value>(call: () => Promise<Value>): Promise<Value | null> => useStore(call, options);
  const endsAtMs = systemClock.nowMs() + maxWaitMs;
  let hasRemoved = false;
  for (let waitMs = MIN_WAIT_MS; ; waitMs = Math.min(waitMs * 1.5, MAX_WAIT_MS)) {
    signal.throwIfAborted();
    const claim = await use(async () => store.claim(key, lease));
    if (claim?.state === "claimed") {
      if (!signal.aborted) break;
      await use(async () => store.release(key, token));
      signal.throwIfAborted();
    }
    if (claim?.state === "stored") {
      const { entry } = claim;
      const context = { key, nowMs: Date.now(), createHash, maxAgeMs: ttlMs };
      const task = await readEntry(entry, context).catch(() => null);
      if (task !== null) return { task };
      if (hasRemoved) return NO_CLAIM;
      hasRemoved = true;
      await use(async () => store.remove(key, entry));
      continue;
    }
    if (claim?.state !== "pending") {
      // The store may have claimed the key. Without a release, others would wait until the lease expires.
      void use(async () => store.release(key, token));
      return NO_CLAIM;
    }
    const remainingMs = endsAtMs - systemClock.nowMs();
    if (remainingMs <= 0) {
      const limit = `within ${maxWaitMs} ms`;
      const message = `Another process of withVerdictCache did not finish ${limit}; the call continues without the cache.`;
      options.onError(new HiveTimeoutError(message, { limit: "deadline", timeoutMs: maxWaitMs }));
      return NO_CLAIM;
    }
    const delayMs = waitMs * (0.5 + systemClock.random() / 2);
    await systemClock.sleep(Math.min(delayMs, remainingMs), signal);
  }
  let renewals = 0;
  const timer = setInterval(() => {
    if (++renewals >= MAX_RENEWALS) clearInterval(timer);
    void use(async () => store.renew(key, lease));
  }, LEASE_MS / 3);
  const release = async (): Promise<void> => {
    clearInterval(timer);
    await use(async () => store.release(key, token));
  };
  return {
    publish: async (task) => {
      clearInterval(timer);
      const isPublished = await use(async () => {
        const entry = await writeEntry(task, { key, nowMs: Date.now(), createHash });
        await store.publish(key, { token, entry, ttlMs });
        return true;
      });
      // Without a release, others would wait until the lease expires. This call does not wait for the store.
      if (isPublished === null) void release();
    },
    release,
  };
}

const NO_CLAIM: Claim = { publish: async () => {}, release: async () => {} };

/** Calls a store. `null` if it fails or does not respond in time. */
async function useStore<Value>(
  call: () => Promise<Value>,
  { onError }: VerdictStoreOptions,
): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const limit = `within ${STORE_TIMEOUT_MS} ms`;
      const message = `The store of withVerdictCache did not respond ${limit}; check its connection.`;
      reject(new HiveTimeoutError(message, { limit: "deadline", timeoutMs: STORE_TIMEOUT_MS }));
    }, STORE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    onError(error);
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function createToken(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
