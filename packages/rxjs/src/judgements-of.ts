import {
  booleanValue,
  checkOptions,
  functionValue,
  recordOf,
  required,
  wholeNumber,
} from "@hivekit/core/options";
import type { OptionChecks } from "@hivekit/core/options";
import type { Verdict } from "@hivekit/core/policy";
import { definePromptPolicy } from "@hivekit/core/vlm";
import type { HiveVlm, JudgeItem, JudgeOptions, PromptPolicy } from "@hivekit/core/vlm";
import type { Observable, ObservableInput } from "rxjs";
import { anyValue, concurrencyCheck, REQUEST_CHECKS } from "./check-options.ts";
import { DEFAULT_CONCURRENCY, settleItems, toItemSource } from "./settle-items.ts";

/** The options of {@link judgementsOf}: those of `HiveVlm.judge`, the policy and the concurrency. */
export type JudgementsOfOptions = Omit<JudgeOptions, "concurrency"> & {
  /** The policy; see `definePromptPolicy` of `@hivekit/core/vlm`. */
  readonly policy: PromptPolicy;
  /**
   * The maximum number of items that are judged at a time; a whole number, at least 1.
   * @defaultValue 4
   */
  readonly concurrency?: number | undefined;
  /**
   * The maximum number of calls in flight for each item; a whole number, at least 1. Only items with several images, a
   * long text or `perCategory` need more than one call. In total, up to `concurrency` × `callConcurrency` calls are in
   * flight.
   * @defaultValue 4
   */
  readonly callConcurrency?: number | undefined;
};

const JUDGEMENTS_OF_CHECKS: OptionChecks<JudgementsOfOptions> = {
  ...REQUEST_CHECKS,
  policy: required(recordOf(anyValue)),
  concurrency: concurrencyCheck,
  callConcurrency: concurrencyCheck,
  perCategory: booleanValue,
  imagesPerCall: wholeNumber(1, 5),
  textCharacters: wholeNumber(100),
  maxTokens: wholeNumber(1),
  onAnswer: functionValue,
};

/**
 * The outcome of one item: a verdict, or the error of `HiveVlm.judge`. `verdict` is `undefined` if the item could not
 * be judged: never treat that as `allow`.
 */
export type JudgementOutcome = {
  /** The index of the item, from 0. */
  readonly index: number;
  /** The item. */
  readonly item: JudgeItem;
} & (
  | {
      /** The verdict. Publish the item only if its decision is `allow`. */
      readonly verdict: Verdict;
      /** Absent if the item was judged. */
      readonly error?: undefined;
    }
  | {
      /** Absent if the item could not be judged. */
      readonly verdict?: undefined;
      /** The error; see `isHiveError`. */
      readonly error: unknown;
    }
);

/**
 * Judges many items with Hive's vision language model, several at a time, and emits the outcome of each in order of
 * completion.
 *
 * An item that cannot be judged is also an outcome and does not end the Observable. An error of `items` itself ends it,
 * as does an aborted `options.signal`.
 *
 * The Observable is cold: nothing is sent before a subscription, and each subscription judges all items again and is
 * charged again. Unsubscribing aborts the calls in flight, and no further items are judged; it does not undo a charge.
 *
 * @param vlm - A `HiveVlm`, or the `vlm` of a `HiveService` of `@hivekit/nestjs`.
 * @param items - An array or another iterable, which may be asynchronous, or an Observable. The next item of an
 * iterable is requested only when it can be judged, so a generator can open files as they are needed; one subscription
 * consumes a generator. An Observable has no backpressure: its items are buffered in memory.
 * @param options - The policy, and the options of each judgment: `timeoutMs` is the deadline for one item, not for all
 * of them. `signal` aborts all of them.
 * @returns an Observable that completes after the last outcome.
 * @throws HiveConfigError if an option is unknown or invalid, the policy is invalid, or `items` is not iterable.
 *
 * @example
 * ```ts
 * import { HiveVlm } from "@hivekit/core/vlm";
 * import { judgementsOf } from "@hivekit/rxjs";
 *
 * const vlm = new HiveVlm({ apiKey: "demo-vlm", baseUrl: "http://127.0.0.1:8787" });
 * const policy = {
 *   instructions: "A forum for students.",
 *   categories: { weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" as const } },
 * };
 * const posts = [{ text: "Who has notes on chapter 3?" }, { text: "Weapons for sale" }];
 * judgementsOf(vlm, posts, { policy, concurrency: 8 }).subscribe(({ index, verdict, error }) => {
 *   if (verdict === undefined) console.warn(index, "not judged:", error);
 *   else console.log(index, verdict.decision);
 * });
 * ```
 */
export function judgementsOf(
  vlm: Pick<HiveVlm, "judge">,
  items: ObservableInput<JudgeItem>,
  options: JudgementsOfOptions,
): Observable<JudgementOutcome> {
  checkOptions(options, JUDGEMENTS_OF_CHECKS, "judgementsOf");
  const {
    policy: given,
    concurrency = DEFAULT_CONCURRENCY,
    callConcurrency,
    signal,
    ...judgeOptions
  } = options;
  // Checked once: otherwise, an invalid policy would make every item fail.
  const policy = definePromptPolicy(given);
  const source = toItemSource(items, { of: "judgementsOf", option: "items", single: "judge()" });
  return settleItems<JudgeItem, JudgementOutcome>(source, {
    settle: async (item, { index, signal: callSignal }) => {
      try {
        const verdict = await vlm.judge(item, policy, {
          ...judgeOptions,
          ...(callConcurrency === undefined ? {} : { concurrency: callConcurrency }),
          signal: callSignal,
        });
        return { index, item, verdict };
      } catch (error) {
        return { index, item, error };
      }
    },
    concurrency,
    signal,
    of: "judgments",
  });
}
