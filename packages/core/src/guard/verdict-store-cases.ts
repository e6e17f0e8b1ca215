import type { StoreCase } from "./budget-store-cases.ts";
import type { VerdictStore } from "./verdict-store.ts";

/**
 * Returns the tests that every `VerdictStore` must pass. They need no test framework, and take about a second.
 *
 * @param createStore - Creates a store. Called once per test. A store that keeps data may be shared by all tests,
 * because each uses its own key.
 *
 * @example
 * ```ts
 * import { createMemoryVerdictStore } from "@hivekit/core/guard";
 * import { verdictStoreCases } from "@hivekit/core/guard/testing";
 *
 * for (const { name, run } of verdictStoreCases(() => createMemoryVerdictStore())) {
 *   await run();
 *   console.log(name);
 * }
 * ```
 */
export function verdictStoreCases(
  createStore: () => VerdictStore | Promise<VerdictStore>,
): readonly StoreCase[] {
  return CASES.map(([name, test]) => ({ name, run: async () => test(await createStore(), createKey()) }));
}

const LONG_MS = 60_000;
const SHORT_MS = 20;
/** Longer than `SHORT_MS`, even with coarse clocks. */
const WAIT_MS = 150;

const CASES: readonly (readonly [name: string, test: (store: VerdictStore, key: string) => Promise<void>])[] =
  [
    [
      "lets one of many callers claim a key at the same time",
      async (store, key) => {
        const tokens = Array.from({ length: 50 }, (_, index) => `token-${index}`);
        const claims = await Promise.all(
          tokens.map(async (token) => store.claim(key, { token, leaseMs: LONG_MS })),
        );
        expectEqual("the number of claims", claims.filter(({ state }) => state === "claimed").length, 1);
        expectEqual(
          "the number of pending calls",
          claims.filter(({ state }) => state === "pending").length,
          49,
        );
      },
    ],
    [
      "claims a key again under the same token",
      async (store, key) => {
        await expectClaim(store, key, { token: "a" }, "claimed");
        await expectClaim(store, key, { token: "a" }, "claimed");
        await expectClaim(store, key, { token: "b" }, "pending");
      },
    ],
    [
      "returns a published entry, byte for byte",
      async (store, key) => {
        const entry = JSON.stringify({
          text: "日本語 😀 'quoted' \\ \u0001 \u2028",
          list: [1.5, null],
        }).repeat(50);
        await expectClaim(store, key, { token: "a" }, "claimed");
        await store.publish(key, { token: "a", entry, ttlMs: LONG_MS });
        for (const token of ["a", "b"]) await expectClaim(store, key, { token }, entry);
      },
    ],
    [
      "keeps keys apart",
      async (store, key) => {
        const other = createKey();
        await expectClaim(store, key, { token: "a" }, "claimed");
        await expectClaim(store, other, { token: "b" }, "claimed");
        await store.publish(key, { token: "a", entry: "one", ttlMs: LONG_MS });
        await expectClaim(store, other, { token: "c" }, "pending");
      },
    ],
    [
      "lets another caller claim a key that was released",
      async (store, key) => {
        await expectClaim(store, key, { token: "a" }, "claimed");
        await store.release(key, "b");
        await expectClaim(store, key, { token: "b" }, "pending");
        await store.release(key, "a");
        await expectClaim(store, key, { token: "b" }, "claimed");
      },
    ],
    [
      "does not publish for a claim that was released or never made",
      async (store, key) => {
        await store.publish(key, { token: "a", entry: "never", ttlMs: LONG_MS });
        await expectClaim(store, key, { token: "a" }, "claimed");
        await store.release(key, "a");
        await store.publish(key, { token: "a", entry: "late", ttlMs: LONG_MS });
        await expectClaim(store, key, { token: "b" }, "claimed");
      },
    ],
    [
      "lets another caller claim a key whose lease has expired, and ignores the first one afterwards",
      async (store, key) => {
        await expectClaim(store, key, { token: "a", leaseMs: SHORT_MS }, "claimed");
        await sleep(WAIT_MS);
        await expectClaim(store, key, { token: "b" }, "claimed");
        await store.publish(key, { token: "a", entry: "late", ttlMs: LONG_MS });
        await store.renew(key, { token: "a", leaseMs: LONG_MS });
        await store.release(key, "a");
        await expectClaim(store, key, { token: "c" }, "pending");
        await store.publish(key, { token: "b", entry: "valid", ttlMs: LONG_MS });
        await expectClaim(store, key, { token: "c" }, "valid");
      },
    ],
    [
      "extends a claim",
      async (store, key) => {
        await expectClaim(store, key, { token: "a", leaseMs: SHORT_MS * 2 }, "claimed");
        await store.renew(key, { token: "a", leaseMs: LONG_MS });
        await sleep(WAIT_MS);
        await expectClaim(store, key, { token: "b" }, "pending");
      },
    ],
    [
      "forgets an entry after its time",
      async (store, key) => {
        await expectClaim(store, key, { token: "a" }, "claimed");
        await store.publish(key, { token: "a", entry: "old", ttlMs: SHORT_MS });
        await sleep(WAIT_MS);
        await expectClaim(store, key, { token: "b" }, "claimed");
      },
    ],
    [
      "removes an entry only if it is the given one",
      async (store, key) => {
        await expectClaim(store, key, { token: "a" }, "claimed");
        await store.remove(key, "one");
        await expectClaim(store, key, { token: "b" }, "pending");
        await store.publish(key, { token: "a", entry: "one", ttlMs: LONG_MS });
        await store.remove(key, "other");
        await expectClaim(store, key, { token: "b" }, "one");
        await store.remove(key, "one");
        await expectClaim(store, key, { token: "b" }, "claimed");
      },
    ],
  ];

let keyCount = 0;

/** Returns a key that no other test uses: 64 hexadecimal digits. */
function createKey(): string {
  const start = `${Date.now().toString(16)}${(++keyCount).toString(16).padStart(8, "0")}`;
  return start.padEnd(64, globalThis.crypto.randomUUID().replaceAll("-", ""));
}

/** @param expected - A state, or the entry. */
async function expectClaim(
  store: VerdictStore,
  key: string,
  { token, leaseMs = LONG_MS }: { readonly token: string; readonly leaseMs?: number },
  expected: string,
): Promise<void> {
  const claim = await store.claim(key, { token, leaseMs });
  expectEqual(`the claim of ${token}`, claim.state === "stored" ? claim.entry : claim.state, expected);
}

async function sleep(durationMs: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}

function expectEqual(name: string, actual: unknown, expected: unknown): void {
  if (actual === expected) return;
  throw new Error(`${name} must be ${String(expected)}, got ${String(actual)}.`);
}
