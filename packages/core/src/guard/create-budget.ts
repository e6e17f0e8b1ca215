import { copyCause } from "../error/copy-cause.ts";
import { HiveBudgetError } from "../error/hive-budget-error.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import {
  abortSignal,
  checkOptions,
  createOptionError,
  functionValue,
  mustBe,
  nonEmptyString,
  numberFrom,
  oneOf,
  positiveNumber,
  required,
  wholeNumber,
} from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import { openScope } from "../transport/call-scope.ts";
import { isObject } from "../value/is-object.ts";
import type { Budget, BudgetOutcome, BudgetReservation, BudgetSnapshot, ReserveOptions } from "./budget.ts";
import { findPeriod } from "./budget-period.ts";
import type {
  BudgetAdmission,
  BudgetAmounts,
  BudgetInterval,
  BudgetPeriod,
  BudgetStore,
  BudgetTotals,
  StoredReservation,
} from "./budget-store.ts";
import { createMemoryBudgetStore } from "./memory-budget-store.ts";
import { MAX_USD, toUnits, toUsd } from "./money.ts";

/** The options of a budget. */
export type BudgetOptions = {
  /** The limit of a period, in US dollars, from 0.0000001 to 1,000,000. */
  readonly limitUsd: number;
  /** How often the budget resets, in UTC. `run`: never. */
  readonly per: BudgetInterval;
  /**
   * Where the amounts are kept. Processes that share a store and a `name` share the budget.
   * @defaultValue a store in memory, for this budget only
   */
  readonly store?: BudgetStore | undefined;
  /**
   * The name of the budget in its store, not empty. Required with `store`. Budgets with another `per` may have the same
   * name.
   */
  readonly name?: string | undefined;
  /**
   * The maximum time to wait for the store, in milliseconds. The wait before a call is also at most the call's
   * `timeoutMs`, which starts again when the amount is reserved. Range: 1 to 2 147 483 647.
   * @defaultValue 5000
   */
  readonly storeTimeoutMs?: number | undefined;
  /**
   * Returns the time in milliseconds since 1970-01-01 UTC.
   * @defaultValue `Date.now`
   */
  readonly now?: (() => number) | undefined;
};

const STORE_TIMEOUT_MS = 5000;
const STORE_METHODS = ["reserve", "settle", "adjust", "read"];

const OPTION_CHECKS: OptionChecks<BudgetOptions> = {
  limitUsd: /* @__PURE__ */ required(/* @__PURE__ */ numberFrom(0.0000001, MAX_USD)),
  per: /* @__PURE__ */ required(/* @__PURE__ */ oneOf("hour", "day", "month", "run")),
  store: /* @__PURE__ */ mustBe(
    "a BudgetStore with the methods reserve, settle, adjust and read",
    (value) => isObject(value) && STORE_METHODS.every((name) => typeof value[name] === "function"),
  ),
  name: nonEmptyString,
  storeTimeoutMs: /* @__PURE__ */ wholeNumber(1, 2_147_483_647),
  now: functionValue,
};

const amount = /* @__PURE__ */ numberFrom(0, MAX_USD);
const signedAmount = /* @__PURE__ */ numberFrom(-MAX_USD, MAX_USD);

const RESERVE_CHECKS: OptionChecks<ReserveOptions> = { signal: abortSignal, timeoutMs: positiveNumber };
const OUTCOME_CHECKS: OptionChecks<BudgetOutcome> = { chargeUsd: amount, unknownUsd: amount };
const CHANGE_CHECKS: OptionChecks<BudgetOutcome> = { chargeUsd: signedAmount, unknownUsd: signedAmount };

/**
 * Creates a budget, which limits the charges of an hour, a day, a month or a run of a program. Pass it to `withBudget`.
 *
 * Periods are in UTC. Amounts are added up exactly. Several clients may share a budget, and a client may have several.
 *
 * @throws HiveConfigError if an option is unknown, invalid or missing.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { createBudget, withBudget } from "@hivekit/core/guard";
 *
 * const budget = createBudget({ limitUsd: 20, per: "day" });
 * const hive = withBudget(new HiveClient({ apiKey: "YOUR_KEY" }), { budget });
 * console.log((await budget.state()).remainingUsd, hive);
 * ```
 */
export function createBudget(options: BudgetOptions): Budget {
  checkOptions(options, OPTION_CHECKS, "createBudget");
  if (options.store !== undefined && options.name === undefined) {
    throw createOptionError({ path: "name", problem: "is required with store" }, "createBudget");
  }
  return new StoredBudget(options);
}

class StoredBudget implements Budget {
  readonly limitUsd: number;
  readonly per: BudgetInterval;
  readonly #limitUnits: number;
  readonly #name: string;
  readonly #store: BudgetStore;
  readonly #storeTimeoutMs: number;
  readonly #now: () => number;

  constructor(options: BudgetOptions) {
    this.limitUsd = options.limitUsd;
    this.per = options.per;
    this.#limitUnits = toUnits(options.limitUsd);
    this.#name = options.name ?? "budget";
    this.#store = options.store ?? createMemoryBudgetStore();
    this.#storeTimeoutMs = options.storeTimeoutMs ?? STORE_TIMEOUT_MS;
    this.#now = options.now ?? Date.now;
  }

  async state(): Promise<BudgetSnapshot> {
    const period = this.#period();
    const totals = await this.#ask("read", async () => checkTotals(await this.#store.read(period)));
    return {
      limitUsd: this.limitUsd,
      spentUsd: toUsd(totals.spentUnits),
      reservedUsd: toUsd(totals.reservedUnits),
      unknownUsd: toUsd(totals.unknownUnits),
      remainingUsd: toUsd(Math.max(0, this.#limitUnits - sumTotals(totals))),
      resetsAt: resetOf(period),
    };
  }

  async reserve(estimateUsd: number, options: ReserveOptions = {}): Promise<BudgetReservation> {
    checkOptions<{ readonly estimateUsd: number }>(
      { estimateUsd },
      { estimateUsd: required(amount) },
      "reserve",
    );
    checkOptions(options, RESERVE_CHECKS, "reserve");
    const amountUnits = toUnits(estimateUsd);
    if (options.signal?.aborted === true) throw options.signal.reason;
    const period = this.#period();
    const stored: StoredReservation = { id: createId(), period, amountUnits };
    const { isReserved, totals } = await this.#admit(stored, options);
    if (isReserved) return this.#createReservation(stored, estimateUsd);
    throw this.#createBudgetError(period, { totals, estimateUsd: toUsd(amountUnits) });
  }

  /** Reserves an amount in the store. Leaves no reservation if it throws. */
  async #admit(stored: StoredReservation, options: ReserveOptions): Promise<BudgetAdmission> {
    let work: Promise<unknown> = Promise.resolve();
    const reserve = async (): Promise<BudgetAdmission> => this.#store.reserve(stored, this.#limitUnits);
    try {
      return await this.#ask(
        "reserve",
        async () => {
          const admission = reserve();
          work = admission;
          return checkAdmission(await admission);
        },
        options,
      );
    } catch (error) {
      // The store may have reserved the amount, or may still do so.
      const release = async (): Promise<void> =>
        this.#store.settle(stored, { spentUnits: 0, unknownUnits: 0 });
      void work.then(release, release).catch(() => {});
      throw error;
    }
  }

  #createReservation(stored: StoredReservation, estimateUsd: number): BudgetReservation {
    return {
      estimateUsd,
      settle: async (outcome) => {
        checkOptions(outcome, OUTCOME_CHECKS, "settle");
        const amounts = toAmounts(outcome);
        // The store ignores all settlements but the first.
        await this.#ask("settle", async () => this.#store.settle(stored, amounts));
      },
      adjust: async (change) => {
        checkOptions(change, CHANGE_CHECKS, "adjust");
        const amounts = toAmounts(change);
        await this.#ask("adjust", async () => this.#store.adjust(stored.period, amounts));
      },
    };
  }

  #period(): BudgetPeriod {
    const nowMs = this.#now();
    // The range of a Date.
    if (!(Math.abs(nowMs) < 8.64e15)) {
      throw new HiveConfigError("createBudget: now must return a time in milliseconds, such as Date.now().", {
        option: "now",
      });
    }
    return findPeriod(this.#name, this.per, nowMs);
  }

  /** Calls the store. Maps its errors. */
  async #ask<Value>(step: string, work: () => Promise<Value>, options: ReserveOptions = {}): Promise<Value> {
    const { signal, timeoutMs = this.#storeTimeoutMs } = options;
    const limitMs = Math.min(timeoutMs, this.#storeTimeoutMs);
    const scope = openScope({ timeoutMs: limitMs, signals: [signal] });
    try {
      return await scope.race(work());
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      const effect = step === "reserve" ? "Nothing was sent: the" : "The";
      const problem = scope.signal.aborted
        ? `did not respond to ${step} within ${limitMs} ms`
        : `failed to ${step}`;
      const cause = scope.signal.aborted ? undefined : copyCause(error);
      throw new HiveNetworkError(`${effect} store of the budget ${problem}; check the store.`, {
        isRetryable: step === "reserve" || step === "read",
        code: null,
        ...(cause === undefined ? {} : { cause }),
      });
    } finally {
      scope.close();
    }
  }

  #createBudgetError(
    period: BudgetPeriod,
    { totals, estimateUsd }: { readonly totals: BudgetTotals; readonly estimateUsd: number },
  ): HiveBudgetError {
    const { limitUsd } = this;
    const spentUsd = toUsd(sumTotals(totals));
    const resetsAt = resetOf(period);
    const advice = `raise limitUsd${resetsAt === null ? "" : `, or wait until ${resetsAt.toISOString()}`}`;
    return new HiveBudgetError(
      `The call would exceed the budget: it may cost ${estimateUsd} US dollars, and ${spentUsd} of ${limitUsd} ` +
        `are spent or reserved; ${advice}.`,
      { limitUsd, spentUsd, estimateUsd, resetsAt },
    );
  }
}

/** Unlike `crypto.randomUUID`, this also works on web pages without TLS. */
function createId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function resetOf({ endsAtMs }: BudgetPeriod): Date | null {
  return endsAtMs === null ? null : new Date(endsAtMs);
}

function sumTotals({ spentUnits, unknownUnits, reservedUnits }: BudgetTotals): number {
  return spentUnits + unknownUnits + reservedUnits;
}

function toAmounts({ chargeUsd = 0, unknownUsd = 0 }: BudgetOutcome): BudgetAmounts {
  return { spentUnits: toUnits(chargeUsd), unknownUnits: toUnits(unknownUsd) };
}

/** @throws Error unless a store returned an admission. An amount must not count as reserved because of a bug in it. */
function checkAdmission(admission: BudgetAdmission): BudgetAdmission {
  if (typeof admission.isReserved !== "boolean") throw new Error("isReserved must be a boolean.");
  checkTotals(admission.totals);
  return admission;
}

/** @throws Error unless a store returned totals. Some database drivers return large numbers as strings. */
function checkTotals(totals: BudgetTotals): BudgetTotals {
  for (const name of ["spentUnits", "unknownUnits", "reservedUnits"] as const) {
    if (!Number.isSafeInteger(totals[name])) throw new Error(`${name} must be a whole number.`);
  }
  return totals;
}
