import { checkOptions, createOptionError, numberFrom, oneOf, stringValue } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import type { Verdict } from "../policy/verdict.ts";
import { describeType } from "../value/is-object.ts";
import { murmurHash } from "./murmur-hash.ts";

/** The options of {@link sampleBy}. */
export type SampleOptions = {
  /**
   * Selects another sample of the same keys. Keep it secret if users can choose the key.
   * @defaultValue `""`
   */
  readonly salt?: string | undefined;
  /**
   * The decision on items that are not in the sample. `allow` publishes them without a check.
   * @defaultValue `unknown`
   */
  readonly skippedDecision?: "unknown" | "review" | "allow" | undefined;
};

/** Whether an item is in the sample, and otherwise the verdict on it. */
export type Sample =
  | {
      /** The item is in the sample. Submit it. */
      readonly isSampled: true;
    }
  | {
      /** The item is not in the sample. Do not submit it. */
      readonly isSampled: false;
      /** The verdict with `skippedDecision`, without reasons and tags. `unevaluated` says that the item was skipped. */
      readonly verdict: Verdict;
    };

const CHECKS: OptionChecks<SampleOptions> = {
  salt: stringValue,
  skippedDecision: /* @__PURE__ */ oneOf("unknown", "review", "allow"),
};
const checkShare = /* @__PURE__ */ numberFrom(0, 1);

/** The number of values of the second hash: 21 bits, which with the first hash make 53. */
const LOW_BITS = 2 ** 21;
const SECOND_SEED = 0x9e_37_79_b9;

/**
 * Decides whether an item belongs to a sample, to submit only a share of all items.
 *
 * The same key, share and salt have the same result in every process, runtime and version. If you raise the share,
 * every item of the sample stays in it. Users who can choose the key, for example a file name, can find one that is not
 * in the sample. Use a key that you create, or a secret `salt`.
 *
 * @param key - The item, for example its id. Lone surrogates count as U+FFFD.
 * @param share - The share of all keys, from 0 (none) to 1 (all).
 * @throws HiveConfigError if an argument or an option is invalid.
 *
 * @example
 * ```ts
 * import { sampleBy } from "@hivekit/core/guard";
 *
 * const sample = sampleBy("post-7", 0.1, { skippedDecision: "review" });
 * console.log(sample.isSampled ? "submit it" : sample.verdict.decision);
 * ```
 */
export function sampleBy(key: string, share: number, options: SampleOptions = {}): Sample {
  checkOptions(options, CHECKS, "sampleBy");
  const reject = (path: string, problem: string): never => {
    throw createOptionError({ path, problem }, "sampleBy");
  };
  if (typeof key !== "string" || key === "") {
    reject("key", `must be a non-empty string, got ${key === "" ? "an empty string" : describeType(key)}`);
  }
  if (share === undefined) reject("share", "is required");
  checkShare(share, "share", reject);
  const { salt = "", skippedDecision = "unknown" } = options;
  if (locate(key, salt) < share) return { isSampled: true };
  return { isSampled: false, verdict: createSkippedVerdict(skippedDecision) };
}

/** Maps a key to a number from 0 up to, but not including, 1. */
function locate(key: string, salt: string): number {
  // The length keeps the salt apart from the key.
  const bytes = new TextEncoder().encode(`${salt.length}:${salt}${key}`);
  const high = murmurHash(bytes, 0);
  const low = murmurHash(bytes, SECOND_SEED) >>> 11;
  return (high * LOW_BITS + low) / 2 ** 53;
}

function createSkippedVerdict(decision: "unknown" | "review" | "allow"): Verdict {
  return {
    decision,
    reasons: [],
    tags: [],
    unknownTags: [],
    unevaluated: [
      {
        kind: "result",
        rules: [],
        class: null,
        resultIndex: null,
        frames: [],
        isIgnored: decision !== "unknown",
        sentence: "The item was not in the sample, so it was not submitted.",
      },
    ],
    evaluated: { frames: 0, seconds: 0 },
  };
}
