import type { BudgetPeriod, BudgetStore, BudgetTotals, StoredReservation } from "./budget-store.ts";

/** A test of a store. */
export type StoreCase = {
  /** The name of the test, a statement in the present tense. */
  readonly name: string;
  /** Runs the test. Rejects with an `Error` that describes the difference if the store does not conform. */
  readonly run: () => Promise<void>;
};

const LIMIT = 1000;

/**
 * Returns the tests that every `BudgetStore` must pass. They need no test framework.
 *
 * @param createStore - Creates a store. Called once per test. A store that keeps data may be shared by all tests,
 * because each uses its own names.
 *
 * @example
 * ```ts
 * import { createMemoryBudgetStore } from "@hivekit/core/guard";
 * import { budgetStoreCases } from "@hivekit/core/guard/testing";
 *
 * for (const { name, run } of budgetStoreCases(() => createMemoryBudgetStore())) {
 *   await run();
 *   console.log(name);
 * }
 * ```
 */
export function budgetStoreCases(
  createStore: () => BudgetStore | Promise<BudgetStore>,
): readonly StoreCase[] {
  return CASES.map(([name, test]) => ({ name, run: async () => test(new StoreTest(await createStore())) }));
}

const CASES: readonly (readonly [name: string, test: (test: StoreTest) => Promise<void>])[] = [
  [
    "returns zeros for a period without reservations",
    async (test) => {
      await test.expectTotals({ spentUnits: 0, unknownUnits: 0, reservedUnits: 0 });
    },
  ],
  [
    "reserves up to exactly the limit, and rejects one unit more",
    async (test) => {
      await test.expectReserve(test.reservation("a", 600), true, 600);
      await test.expectReserve(test.reservation("b", 401), false, 600);
      await test.expectReserve(test.reservation("c", 400), true, 1000);
      await test.expectReserve(test.reservation("d", 1), false, 1000);
      await test.expectReserve(test.reservation("e", 0), true, 1000);
    },
  ],
  [
    "moves a settled reservation to the spent and unknown amounts",
    async (test) => {
      const reservation = test.reservation("a", 600);
      await test.store.reserve(reservation, LIMIT);
      await test.store.settle(reservation, { spentUnits: 250, unknownUnits: 50 });
      await test.expectTotals({ spentUnits: 250, unknownUnits: 50, reservedUnits: 0 });
      await test.expectReserve(test.reservation("b", 701), false, 0);
      await test.expectReserve(test.reservation("c", 700), true, 700);
    },
  ],
  [
    "releases a reservation that is settled at zero",
    async (test) => {
      const reservation = test.reservation("a", LIMIT);
      await test.store.reserve(reservation, LIMIT);
      await test.store.settle(reservation, { spentUnits: 0, unknownUnits: 0 });
      await test.expectTotals({ spentUnits: 0, unknownUnits: 0, reservedUnits: 0 });
      await test.expectReserve(test.reservation("b", LIMIT), true, LIMIT);
    },
  ],
  [
    "reserves an id only once",
    async (test) => {
      const reservation = test.reservation("a", 600);
      await test.expectReserve(reservation, true, 600);
      await test.expectReserve(reservation, true, 600);
      await test.expectTotals({ spentUnits: 0, unknownUnits: 0, reservedUnits: 600 });
    },
  ],
  [
    "settles an id only once",
    async (test) => {
      const reservation = test.reservation("a", 600);
      await test.store.reserve(reservation, LIMIT);
      await test.store.settle(reservation, { spentUnits: 300, unknownUnits: 0 });
      await test.store.settle(reservation, { spentUnits: 300, unknownUnits: 0 });
      await test.expectTotals({ spentUnits: 300, unknownUnits: 0, reservedUnits: 0 });
    },
  ],
  [
    "ignores the settlement of a reservation that was rejected",
    async (test) => {
      const rejected = test.reservation("a", LIMIT + 1);
      await test.expectReserve(rejected, false, 0);
      await test.store.settle(rejected, { spentUnits: 300, unknownUnits: 0 });
      await test.expectTotals({ spentUnits: 0, unknownUnits: 0, reservedUnits: 0 });
    },
  ],
  [
    "accepts charges above the amount that was reserved",
    async (test) => {
      const reservation = test.reservation("a", 600);
      await test.store.reserve(reservation, LIMIT);
      await test.store.settle(reservation, { spentUnits: 5000, unknownUnits: 0 });
      await test.expectTotals({ spentUnits: 5000, unknownUnits: 0, reservedUnits: 0 });
      await test.expectReserve(test.reservation("b", 0), false, 0);
    },
  ],
  [
    "adds adjustments without comparing them with the limit",
    async (test) => {
      await test.store.reserve(test.reservation("a", 900), LIMIT);
      await test.store.adjust(test.period(), { spentUnits: 0, unknownUnits: 500 });
      await test.store.adjust(test.period(), { spentUnits: 70, unknownUnits: -100 });
      await test.expectTotals({ spentUnits: 70, unknownUnits: 400, reservedUnits: 900 });
    },
  ],
  [
    "settles a reservation in the period in which it was reserved",
    async (test) => {
      const reservation = test.reservation("a", 600);
      await test.store.reserve(reservation, LIMIT);
      await test.store.reserve({ ...test.reservation("b", 100), period: test.period(1) }, LIMIT);
      await test.store.settle(reservation, { spentUnits: 500, unknownUnits: 0 });
      await test.expectTotals({ spentUnits: 500, unknownUnits: 0, reservedUnits: 0 });
      await test.expectTotals({ spentUnits: 0, unknownUnits: 0, reservedUnits: 100 }, test.period(1));
    },
  ],
  [
    "keeps periods and budgets apart",
    async (test) => {
      await test.expectReserve(test.reservation("a", LIMIT), true, LIMIT);
      await test.expectReserve({ ...test.reservation("a", LIMIT), period: test.period(1) }, true, LIMIT);
      const other = {
        ...test.period(),
        id: `other-${test.period().id}`,
        name: `other-${test.period().name}`,
      };
      await test.expectReserve({ ...test.reservation("a", LIMIT), period: other }, true, LIMIT);
    },
  ],
  [
    "adds up amounts beyond 32 bits exactly",
    async (test) => {
      const large = test.reservation("a", 2 ** 50 + 1);
      const { totals } = await test.store.reserve(large, 2 ** 50 + 1);
      expectEqual("reservedUnits", totals.reservedUnits, 2 ** 50 + 1);
      await test.store.settle(large, { spentUnits: 2 ** 50 + 1, unknownUnits: 2 ** 50 + 3 });
      await test.expectTotals({ spentUnits: 2 ** 50 + 1, unknownUnits: 2 ** 50 + 3, reservedUnits: 0 });
    },
  ],
  [
    "never exceeds the limit with many reservations at the same time",
    async (test) => {
      const reservations = Array.from({ length: 50 }, (_, index) => test.reservation(`r${index}`, 30));
      const admissions = await Promise.all(reservations.map((one) => test.store.reserve(one, LIMIT)));
      expectEqual("the number of reservations", admissions.filter((one) => one.isReserved).length, 33);
      await test.expectTotals({ spentUnits: 0, unknownUnits: 0, reservedUnits: 990 });
      await Promise.all(
        reservations.map((one) => test.store.settle(one, { spentUnits: 10, unknownUnits: 0 })),
      );
      await test.expectTotals({ spentUnits: 330, unknownUnits: 0, reservedUnits: 0 });
    },
  ],
];

let storeCount = 0;

/** One test: a store, and names that no other test uses. */
class StoreTest {
  readonly store: BudgetStore;
  readonly #name: string;

  constructor(store: BudgetStore) {
    this.store = store;
    this.#name = `store-case-${Date.now()}-${++storeCount}`;
  }

  /** Returns the current hour, or an hour after it. */
  period(index = 0): BudgetPeriod {
    const hourMs = 3_600_000;
    const startsAtMs = Math.floor(Date.now() / hourMs) * hourMs + index * hourMs;
    const hour = new Date(startsAtMs).toISOString().slice(0, 13);
    const id = `${this.#name}/hour/${hour}`;
    return { id, name: this.#name, per: "hour", startsAtMs, endsAtMs: startsAtMs + hourMs };
  }

  reservation(id: string, amountUnits: number): StoredReservation {
    return { id: `${this.#name}-${id}`, period: this.period(), amountUnits };
  }

  async expectReserve(
    reservation: StoredReservation,
    isReserved: boolean,
    reservedUnits: number,
  ): Promise<void> {
    const admission = await this.store.reserve(reservation, LIMIT);
    expectEqual("isReserved", admission.isReserved, isReserved);
    expectEqual("totals.reservedUnits", admission.totals.reservedUnits, reservedUnits);
  }

  async expectTotals(expected: BudgetTotals, period = this.period()): Promise<void> {
    const totals = await this.store.read(period);
    for (const name of ["spentUnits", "unknownUnits", "reservedUnits"] as const) {
      expectEqual(name, totals[name], expected[name]);
    }
  }
}

function expectEqual(name: string, actual: unknown, expected: unknown): void {
  if (actual === expected) return;
  throw new Error(`${name} must be ${String(expected)}, got ${String(actual)}.`);
}
