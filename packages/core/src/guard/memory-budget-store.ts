import type {
  BudgetAdmission,
  BudgetAmounts,
  BudgetPeriod,
  BudgetStore,
  BudgetTotals,
  StoredReservation,
} from "./budget-store.ts";

/** A call may be settled in the period after the one in which it was reserved. Older periods are dropped. */
const KEPT_PERIODS = 2;

type StoredPeriod = {
  readonly period: BudgetPeriod;
  spentUnits: number;
  unknownUnits: number;
  reservedUnits: number;
  /** The amounts of the reservations that are not settled, by id. */
  readonly reservations: Map<string, number>;
};

/**
 * Creates a store in memory, for the budgets of one process. It holds the reservations of calls in flight and, for each
 * budget, the totals of its last two periods.
 */
export function createMemoryBudgetStore(): BudgetStore {
  return new MemoryBudgetStore();
}

class MemoryBudgetStore implements BudgetStore {
  readonly #periods = new Map<string, StoredPeriod>();

  async reserve(
    { id, period, amountUnits }: StoredReservation,
    limitUnits: number,
  ): Promise<BudgetAdmission> {
    const stored = this.#periods.get(period.id) ?? this.#add(period);
    const usedUnits = stored.spentUnits + stored.unknownUnits + stored.reservedUnits;
    const isKnown = stored.reservations.has(id);
    const isReserved = isKnown || usedUnits + amountUnits <= limitUnits;
    if (isReserved && !isKnown) {
      stored.reservations.set(id, amountUnits);
      stored.reservedUnits += amountUnits;
    }
    return { isReserved, totals: copyTotals(stored) };
  }

  async settle({ id, period }: StoredReservation, outcome: BudgetAmounts): Promise<void> {
    const stored = this.#periods.get(period.id);
    const amountUnits = stored?.reservations.get(id);
    if (stored === undefined || amountUnits === undefined) return;
    stored.reservations.delete(id);
    stored.reservedUnits -= amountUnits;
    stored.spentUnits += outcome.spentUnits;
    stored.unknownUnits += outcome.unknownUnits;
  }

  async adjust({ id }: BudgetPeriod, change: BudgetAmounts): Promise<void> {
    const stored = this.#periods.get(id);
    if (stored === undefined) return;
    stored.spentUnits += change.spentUnits;
    stored.unknownUnits += change.unknownUnits;
  }

  async read({ id }: BudgetPeriod): Promise<BudgetTotals> {
    const stored = this.#periods.get(id);
    return stored === undefined ? { spentUnits: 0, unknownUnits: 0, reservedUnits: 0 } : copyTotals(stored);
  }

  #add(period: BudgetPeriod): StoredPeriod {
    const added = { period, spentUnits: 0, unknownUnits: 0, reservedUnits: 0, reservations: new Map() };
    this.#periods.set(period.id, added);
    const older = [...this.#periods.values()]
      .filter((one) => one !== added && one.period.name === period.name && one.period.per === period.per)
      .toSorted((a, b) => b.period.startsAtMs - a.period.startsAtMs);
    for (const { period: old } of older.slice(KEPT_PERIODS - 1)) this.#periods.delete(old.id);
    return added;
  }
}

function copyTotals({ spentUnits, unknownUnits, reservedUnits }: StoredPeriod): BudgetTotals {
  return { spentUnits, unknownUnits, reservedUnits };
}
