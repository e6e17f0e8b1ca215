import {
  checkOptions,
  createOptionError,
  functionValue,
  mustBe,
  objectOf,
  required,
} from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import { isObject } from "../value/is-object.ts";
import { PRICE_CHECKS } from "./estimate-charge.ts";
import { guardClient } from "./guard-client.ts";
import { guardVlm, TOKEN_PRICE_CHECKS } from "./guard-vlm.ts";
import type { WithBudgetOptions, WithVlmBudgetOptions } from "./guard-options.ts";
import type { HiveCalls, HiveVlmCalls } from "./hive-calls.ts";
import type { Prices, TokenPrices } from "./prices.ts";

const budgetValue = required(
  mustBe(
    "a budget from createBudget()",
    (value) =>
      isObject(value) && typeof value["reserve"] === "function" && typeof value["limitUsd"] === "number",
  ),
);

const CLIENT_CHECKS: OptionChecks<WithBudgetOptions> = {
  budget: budgetValue,
  onError: functionValue,
  estimateUsd: functionValue,
  prices: objectOf<Prices>(PRICE_CHECKS),
};

const VLM_CHECKS: OptionChecks<WithVlmBudgetOptions> = {
  budget: budgetValue,
  onError: functionValue,
  estimateUsd: functionValue,
  prices: objectOf<TokenPrices>(TOKEN_PRICE_CHECKS),
};

/**
 * Returns a client with the same methods that stops before it exceeds a budget.
 *
 * Before each call, it reserves an estimate. If the estimate exceeds the rest of the budget, the call throws a
 * `HiveBudgetError`: nothing is sent, and no media is opened. After the call, the outcome replaces the estimate:
 *
 * | outcome | counts as |
 * |---|---|
 * | a result with a charge | spent: the charge, even if it exceeds the estimate |
 * | a result without a charge, or the acknowledgement of `submit` | spent: the estimate |
 * | Hive rejected the call, or nothing was sent | nothing |
 * | HTTP 504, lost connection, timeout or abort after the call was sent | unknown: the estimate |
 * | failed task, unreadable response, stream closed early | unknown: the estimate |
 * | a retry after one of these | unknown: one more estimate, which may exceed the limit |
 * | a result from a cache that this client wraps | nothing |
 *
 * `frames` reserves at the first `next()` or `summary()`. `wait` and `frames` of the handle from `submit` replace the
 * estimate with the charge. `task`, `wait` and `taskFrames` by id are free, so they bypass the budget.
 *
 * The charges of a period exceed the limit by at most the retries above, and the differences between charges and
 * estimates of calls in flight and of calls whose outcome is unknown. For several budgets, wrap the client twice:
 * `withBudget(withBudget(client, { budget: hourly }), { budget: monthly })`.
 *
 * @throws HiveConfigError if an option is unknown, invalid or missing.
 *
 * @example
 * ```ts
 * import { HiveClient, isHiveError } from "@hivekit/core";
 * import { createBudget, withBudget } from "@hivekit/core/guard";
 *
 * const budget = createBudget({ limitUsd: 20, per: "day" });
 * const hive = withBudget(new HiveClient({ apiKey: "YOUR_KEY" }), { budget });
 * try {
 *   await hive.classify({ url: "https://example.com/photo.jpg" });
 * } catch (error) {
 *   if (isHiveError(error) && error.kind === "budget") console.log("Hold the post until", error.resetsAt);
 *   else throw error;
 * }
 * ```
 */
export function withBudget(client: HiveCalls, options: WithBudgetOptions): HiveCalls;
/**
 * Returns a client of the vision language model that stops before it exceeds a budget. It reserves and settles like the
 * other overload, with the price of each answer's tokens as the charge. A judgment reserves the amount of all its calls
 * together. An unusable answer is billed, too: it counts as unknown, at its estimate.
 *
 * @throws HiveConfigError if an option is unknown, invalid or missing, or neither `prices` nor `estimateUsd` is given.
 */
export function withBudget(vlm: HiveVlmCalls, options: WithVlmBudgetOptions): HiveVlmCalls;
export function withBudget(
  client: HiveCalls | HiveVlmCalls,
  options: WithBudgetOptions | WithVlmBudgetOptions,
): HiveCalls | HiveVlmCalls {
  if (hasMethods<HiveVlmCalls>(client, ["ask", "judge"])) {
    checkOptions<WithVlmBudgetOptions>(options, VLM_CHECKS, "withBudget");
    if (options.prices === undefined && options.estimateUsd === undefined) {
      throw createOptionError(
        {
          path: "prices",
          problem: "is required, because Hive's price of tokens is not known; or pass estimateUsd",
        },
        "withBudget",
      );
    }
    return guardVlm(client, options);
  }
  checkOptions<WithBudgetOptions>(options, CLIENT_CHECKS, "withBudget");
  if (!hasMethods<HiveCalls>(client, ["classify", "frames", "submit", "task", "wait", "taskFrames"])) {
    throw createOptionError(
      { path: "client", problem: "must be a HiveClient or a HiveVlm, or a wrapper of one" },
      "withBudget",
    );
  }
  return guardClient(client, options);
}

function hasMethods<Client>(client: unknown, names: readonly (keyof Client & string)[]): client is Client {
  return (
    typeof client === "object" &&
    client !== null &&
    names.every((name) => typeof Reflect.get(client, name) === "function")
  );
}
