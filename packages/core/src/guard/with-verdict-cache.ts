import { getClientIdentity } from "../client/client-identity.ts";
import {
  checkOptions,
  createOptionError,
  functionValue,
  mustBe,
  nonEmptyString,
  positiveNumber,
  required,
} from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import { definePolicy } from "../policy/define-policy.ts";
import type { Policy } from "../policy/policy.ts";
import { isObject } from "../value/is-object.ts";
import { checkDigests, chooseHash } from "./byte-hash.ts";
import type { ByteHash } from "./byte-hash.ts";
import type { HiveCalls } from "./hive-calls.ts";
import { createMemoryVerdictStore } from "./memory-verdict-store.ts";
import { VerdictCache } from "./verdict-cache.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** The options of {@link withVerdictCache}. */
export type VerdictCacheOptions = {
  /**
   * Decides whether a result is kept, and nothing else: a result with the decision `unknown`, with a hash match or with
   * `csam` at a threshold is not kept. Apply your policies to the tasks as usual.
   */
  readonly policy: Policy;
  /** How long a result is used, in seconds, more than 0. A shorter time than that of another process also applies. */
  readonly ttlSeconds: number;
  /**
   * Where results are kept. A store that several clients or processes share requires `namespace`.
   * @defaultValue a store in memory, for this client only; see `createMemoryVerdictStore`
   */
  readonly store?: VerdictStore | undefined;
  /**
   * The name of the Hive project, in which results are shared. Clients with the same namespace must have the same
   * project, because the API key is not a part of the key of a result. Required with `store`.
   */
  readonly namespace?: string | undefined;
  /**
   * Creates a collision-resistant hash, for a runtime without an incremental one. Its `digest` returns at least 32
   * hexadecimal digits. All processes that share a store must use the same hash.
   * @defaultValue SHA-256 of `node:crypto`; where it does not exist, of `crypto.subtle`, which holds the media in
   * memory. In this case, media of more than 33 554 432 bytes (32 MiB) is not cached.
   */
  readonly hash?: (() => ByteHash) | undefined;
  /** Receives errors of the store and of `hash`. The calls continue without the cache. Its errors are ignored. */
  readonly onError?: ((error: unknown) => void) | undefined;
};

const CHECKS: OptionChecks<VerdictCacheOptions> = {
  policy: /* @__PURE__ */ required(/* @__PURE__ */ mustBe("a policy", isObject)),
  ttlSeconds: /* @__PURE__ */ required(positiveNumber),
  store: /* @__PURE__ */ mustBe("a VerdictStore, for example of createMemoryVerdictStore", isVerdictStore),
  namespace: nonEmptyString,
  hash: functionValue,
  onError: functionValue,
};

const METHODS = ["classify", "frames", "submit", "task", "wait", "taskFrames"];

/**
 * Wraps a client so that identical content is submitted once, even at the same time.
 *
 * `classify` and `frames` use the cache for text alone, and for media that can be opened again: bytes, a `Blob`, a file
 * or a function. The media is read twice: once to hash it, once to send it. Streams, URLs, and calls with `headers` are
 * submitted without the cache, and `submit`, `task`, `wait` and `taskFrames` are those of the client.
 *
 * Two submissions are identical if they have the same namespace, API generation, base URL, model, `params`, bytes,
 * content type and text. File names and `metadata` do not count. If the bytes change between the hash and the upload,
 * the result is returned only to the caller who sent them, and is not kept.
 *
 * The caller who submits receives the client's result, and its `onAttempt` is called. `frames` delivers the result as
 * it arrives. All others receive a copy for which {@link isReused} returns `true`: `raw` is `null`, `chargeUsd` is 0,
 * `metadata` is that of their call, and the file name is `null`. A copy from the store is also redacted; see
 * `redactTask`. Every policy judges it like the original.
 *
 * A shared submission uses the options of the first caller. `signal` and `timeoutMs` apply only to their own caller,
 * and the submission is aborted when no caller waits for it. It is also limited by the client's `timeoutMs`, or that of
 * the first caller if it is longer. If it fails, all callers who wait receive the error, and nothing is kept. In other
 * processes, one of those who wait then submits.
 *
 * A stream holds its frames in memory to keep them. If others wait for the result, it is read to its end at full speed,
 * even if its consumer is slow or has left.
 *
 * The client waits for each store call for at most one second, and then continues without the store. If another process
 * does not finish within half of the first caller's `timeoutMs`, the client also submits.
 *
 * @param client - A `HiveClient`, or a wrapper with its methods, such as that of `withBudget`. If it is your own
 * wrapper and you share the store, use a separate namespace for each API generation, model and base URL.
 * @throws HiveConfigError if the client or an option is invalid, or the policy is not valid.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { withVerdictCache } from "@hivekit/core/guard";
 * import { fromPath } from "@hivekit/core/node";
 * import { decide, RECOMMENDED_POLICY } from "@hivekit/core/policy";
 *
 * const hive = withVerdictCache(new HiveClient({ apiKey: "YOUR_KEY" }), {
 *   policy: RECOMMENDED_POLICY,
 *   ttlSeconds: 24 * 60 * 60,
 * });
 * const photo = fromPath("photo.jpg");
 * const tasks = await Promise.all([hive.classify({ media: photo }), hive.classify({ media: photo })]);
 * console.log(tasks.map((task) => decide(task, RECOMMENDED_POLICY).decision), "for one charge");
 * ```
 */
export function withVerdictCache(client: HiveCalls, options: VerdictCacheOptions): HiveCalls {
  checkClient(client);
  checkOptions(options, CHECKS, "withVerdictCache");
  const { policy, ttlSeconds, store, namespace, hash, onError } = options;
  if (store !== undefined && namespace === undefined) {
    const problem =
      "is required together with store; name the Hive project of the API key, for example visual";
    throw createOptionError({ path: "namespace", problem }, "withVerdictCache");
  }
  return new VerdictCache(client, {
    policy: definePolicy(policy),
    namespace: namespace ?? "",
    identity: getClientIdentity(client),
    store: store ?? createMemoryVerdictStore(),
    ttlMs: ttlSeconds * 1000,
    createHash: hash === undefined ? chooseHash() : checkDigests(hash),
    onError: (error) => {
      try {
        onError?.(error);
      } catch {
        // The cache must not make a call fail.
      }
    },
  });
}

function isVerdictStore(value: unknown): boolean {
  const methods = ["claim", "renew", "publish", "release", "remove"];
  return isObject(value) && methods.every((name) => typeof value[name] === "function");
}

function checkClient(client: unknown): asserts client is HiveCalls {
  if (isObject(client) && METHODS.every((name) => typeof client[name] === "function")) return;
  const isVlm = isObject(client) && typeof client["ask"] === "function";
  throw createOptionError(
    {
      path: "client",
      problem: isVlm
        ? "must be a HiveClient, got a HiveVlm; the cache does not support the vision language model"
        : "must be a HiveClient, or an object with all of its methods",
    },
    "withVerdictCache",
  );
}
