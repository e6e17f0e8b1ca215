import { afterEach, describe, expect, it, vi } from "vitest";
import { brokenStore, cachedProject, heldResponse, JPEG, replyOf } from "../../test/cached-project.ts";
import type { Policy } from "../policy.ts";
import { createMemoryVerdictStore } from "./memory-verdict-store.ts";
import { isReused } from "./reused-task.ts";
import type { VerdictStore } from "./verdict-store.ts";

const media = JPEG;
const never = async (): Promise<never> => new Promise(() => {});
const broken = async (): Promise<never> => {
  throw new Error("The database is down.");
};

afterEach(() => {
  vi.useRealTimers();
});

describe("a store", () => {
  it.each(["claim", "publish", "renew", "release", "remove"] as const)(
    "whose %s fails never fails a call",
    async (name) => {
      const { hive, seen, errors } = cachedProject(undefined, { store: brokenStore({ [name]: broken }) });
      for (let time = 0; time < 2; time++)
        await expect(hive.classify({ media })).resolves.toMatchObject({ kind: "model" });
      expect(seen.length).toBe(name === "claim" || name === "publish" ? 2 : 1);
      expect(errors.length > 0).toBe(name === "claim" || name === "publish");
    },
    5000,
  );

  it.each(["claim", "publish"] as const)(
    "whose %s never responds delays a call by at most a second",
    async (name) => {
      vi.useFakeTimers();
      const { hive, seen, errors } = cachedProject(undefined, { store: brokenStore({ [name]: never }) });
      const call = hive.classify({ media });
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(1));
      await vi.advanceTimersByTimeAsync(2000);
      await expect(call).resolves.toMatchObject({ kind: "model" });
      expect(seen).toHaveLength(1);
      expect(errors[0]).toMatchObject({ kind: "timeout", timeoutMs: 1000 });
    },
  );

  it("whose methods throw or return nonsense never fails a call", async () => {
    const nonsense = (): never => {
      throw new TypeError("not a promise");
    };
    const stores = [
      { claim: nonsense },
      { claim: async () => null },
      { claim: async () => ({ state: "stored" }) },
      { publish: nonsense },
    ];
    for (const methods of stores) {
      // A store in JavaScript may return anything.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test is about invalid stores
      const { hive } = cachedProject(undefined, { store: brokenStore(methods as Partial<VerdictStore>) });
      await expect(hive.classify({ media })).resolves.toMatchObject({ kind: "model" });
    }
  });

  it("with an onError that throws never fails a call", async () => {
    const onError = (): never => {
      throw new Error("logger");
    };
    const { hive } = cachedProject(undefined, { store: brokenStore({ claim: broken }), onError });
    await expect(hive.classify({ media })).resolves.toMatchObject({ kind: "model" });
  });

  it("shares results between processes, and those that wait submit nothing", async () => {
    const store = createMemoryVerdictStore();
    const held = heldResponse();
    const one = cachedProject(held.respond, { store });
    const other = cachedProject(undefined, { store });
    const first = one.hive.classify({ media });
    await vi.waitFor(() => expect(one.seen).toHaveLength(1));
    const second = other.hive.classify({ media });
    await new Promise((resolve) => setTimeout(resolve, 120));
    held.send(new Response(replyOf([0.1])));
    expect([isReused(await first), isReused(await second), other.seen.length]).toEqual([false, true, 0]);
  });

  it("lets a process that waits submit if the other one fails", async () => {
    const store = createMemoryVerdictStore();
    const held = heldResponse();
    const one = cachedProject(held.respond, { store });
    const other = cachedProject(undefined, { store });
    const first = one.hive.classify({ media }).catch(() => "failed");
    await vi.waitFor(() => expect(one.seen).toHaveLength(1));
    const second = other.hive.classify({ media });
    held.send(new Response("", { status: 400 }));
    expect(await first).toBe("failed");
    expect([isReused(await second), other.seen.length]).toEqual([false, 1]);
  });

  it("that never ends a claim delays a call by at most half of its timeout", async () => {
    const store = brokenStore({ claim: async () => ({ state: "pending" }) });
    const { hive, seen, errors } = cachedProject(undefined, { store });
    await expect(hive.classify({ media }, { timeoutMs: 1000 })).resolves.toMatchObject({ kind: "model" });
    expect(seen).toHaveLength(1);
    expect(errors).toMatchObject([{ kind: "timeout", timeoutMs: 500 }]);
  });

  it("lets a caller who waits for another process leave", async () => {
    const store = brokenStore({ claim: async () => ({ state: "pending" }) });
    const { hive, seen } = cachedProject(undefined, { store });
    const left = hive.classify({ media }, { signal: AbortSignal.timeout(30) });
    await expect(left).rejects.toMatchObject({ name: "TimeoutError" });
    expect(seen).toHaveLength(0);
  });

  it("extends its claim while the submission is in flight", async () => {
    vi.useFakeTimers();
    const renew = vi.fn<() => Promise<void>>(async () => {});
    const held = heldResponse();
    const { hive, seen } = cachedProject(held.respond, { store: brokenStore({ renew }) });
    const call = hive.classify({ media });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(35_000);
    held.send(new Response(replyOf([0.1])));
    await call;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(renew).toHaveBeenCalledTimes(3);
  });
});

it("a claim is not extended for more than ten minutes", async () => {
  vi.useFakeTimers();
  const renew = vi.fn<() => Promise<void>>(async () => {});
  const { hive, seen } = cachedProject(never, { store: brokenStore({ renew }) });
  const call = hive.classify({ media }, { timeoutMs: 3_600_000 }).catch(() => "timeout");
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(3_700_000);
  expect(await call).toBe("timeout");
  expect(renew).toHaveBeenCalledTimes(60);
});

describe("an entry", () => {
  /** A project whose store returns an entry that the test has changed. */
  const poisoned = async (change: (entry: string) => string) => {
    let entry = "";
    const keep = brokenStore({});
    const first = cachedProject(() => new Response(replyOf([0.95])), {
      store: { ...keep, publish: async (_key, published) => void (entry = published.entry) },
    });
    await first.hive.classify({ media });
    expect(entry).toMatch(/^hivekit-verdict-1:[0-9a-f]{64}:\{/);
    let removed = 0;
    const store = brokenStore({
      claim: async (_key, _lease) =>
        removed === 0 ? { state: "stored", entry: change(entry) } : { state: "claimed" },
      remove: async () => void removed++,
    });
    return { ...cachedProject(undefined, { store }), removed: () => removed };
  };

  it.each<[string, (entry: string) => string]>([
    ["empty", () => ""],
    ["no JSON", () => "{"],
    ["another JSON", () => '{"results":[]}'],
    ["truncated", (entry) => entry.slice(0, -5)],
    ["without a checksum", (entry) => entry.slice(entry.indexOf("{"))],
    ["of another version", (entry) => entry.replace("verdict-1", "verdict-0")],
    ["with another score", (entry) => entry.replace("0.95", "0.05")],
    ["with a prototype", (entry) => entry.replace('"task":{', '"task":{"__proto__":{"results":[]},')],
    ["huge", (entry) => entry + "x".repeat(5_000_000)],
  ])("that is %s counts as absent and is removed", async (_name, change) => {
    const { hive, seen, removed } = await poisoned(change);
    expect(isReused(await hive.classify({ media }))).toBe(false);
    expect([seen.length, removed()]).toEqual([1, 1]);
  });

  it("that is intact is used", async () => {
    const { hive, seen } = await poisoned((entry) => entry);
    expect((await hive.classify({ media })).results[0]?.frames[0]?.classes[0]?.score).toBe(0.95);
    expect(seen).toHaveLength(0);
  });

  it("of another key counts as absent", async () => {
    const entries: string[] = [];
    const store = brokenStore({ publish: async (_key, { entry }) => void entries.push(entry) });
    await cachedProject(() => new Response(replyOf([0.1])), { store }).hive.classify({
      media: new Uint8Array([...media, 1]),
    });
    const swapped = brokenStore({ claim: async () => ({ state: "stored", entry: entries[0] ?? "" }) });
    const { hive, seen } = cachedProject(undefined, { store: swapped });
    expect(isReused(await hive.classify({ media }))).toBe(false);
    expect(seen).toHaveLength(1);
  });

  it.each([
    [59_999, 0],
    [60_000, 1],
    [-59_999, 0],
    [-60_001, 1],
  ])(
    "is used up to its maximum age, even if the clock goes back: after %i ms, submissions: %i",
    async (ageMs, submissions) => {
      const start = Date.now();
      const now = vi.spyOn(Date, "now").mockReturnValue(start);
      const { hive, seen } = cachedProject();
      await hive.classify({ media });
      now.mockReturnValue(start + ageMs);
      await hive.classify({ media });
      now.mockRestore();
      expect(seen.length - 1).toBe(submissions);
    },
  );

  it.each([
    ["unknown", replyOf([0.1], "other")],
    ["without frames", replyOf([])],
    ["restricted", JSON.stringify(JSON.parse(replyOf([0.95], "csam")))],
  ])("is not written for a result that is %s", async (_name, reply) => {
    const { hive, seen } = cachedProject(() => new Response(reply), {
      policy: { block: { yes_smoking: 0.9 }, review: { csam: 0.5 } },
    });
    for (let time = 0; time < 2; time++) await hive.classify({ media });
    expect(seen).toHaveLength(2);
  });

  it.each<[string, Policy]>([
    ["alone", { review: { csam: 0.5 } }],
    ["in more frames than the result has", { block: { csam: { atLeast: 0.5, forFrames: 2 } } }],
    ["for a share of the frames", { review: { csam: { atLeast: 0.5, forShareOfFrames: 0.9 } } }],
    [
      "in a combination that does not hold",
      {
        block: [
          {
            kind: "all",
            of: [
              { kind: "class", class: "csam", atLeast: 0.5 },
              { kind: "class", class: "csam", atLeast: 0.95 },
            ],
          },
        ],
      },
    ],
    ["for a tag", { block: { csam: 0.95 }, tags: { low: { csam: { atLeast: 0.5, forFrames: 2 } } } }],
  ])(
    "is not written for csam at a threshold of the policy below that of isRestricted, %s",
    async (_name, policy) => {
      const { hive, seen } = cachedProject(() => new Response(replyOf([0.6, 0.1, 0.1], "csam")), { policy });
      for (let time = 0; time < 2; time++) await hive.classify({ media });
      expect(seen).toHaveLength(2);
    },
  );

  it("is written for csam below each threshold of the policy", async () => {
    const { hive, seen } = cachedProject(() => new Response(replyOf([0.4, 0.1], "csam")), {
      policy: { review: { csam: 0.5 } },
    });
    for (let time = 0; time < 2; time++) await hive.classify({ media });
    expect(seen).toHaveLength(1);
  });
});
