import { describe, expect, it, vi } from "vitest";
import { MemoryCallbackStore } from "./memory-callback-store.ts";

const LEASE = { owner: "one", leaseMs: 1000 };

describe("MemoryCallbackStore", () => {
  it("grants a claim once, until it is finished or released", () => {
    const store = new MemoryCallbackStore();
    expect([store.claim("a", LEASE), store.claim("a", LEASE), store.claim("b", LEASE)]).toEqual([
      "claimed",
      "busy",
      "claimed",
    ]);
    store.release("a", LEASE);
    expect(store.claim("a", LEASE)).toBe("claimed");
    store.finish("a", { owner: "one", expiresOn: new Date(Date.now() + 1000) });
    expect(store.claim("a", LEASE)).toBe("done");
  });

  it("grants a claim again when its lease is over", () => {
    let nowMs = 0;
    const store = new MemoryCallbackStore({ now: () => nowMs });
    store.claim("a", LEASE);
    nowMs = 999;
    expect(store.claim("a", LEASE)).toBe("busy");
    nowMs = 1000;
    expect(store.claim("a", LEASE)).toBe("claimed");
  });

  it("ends a lease on time, even if the wall clock is set back", async () => {
    const store = new MemoryCallbackStore();
    const now = vi.spyOn(Date, "now");
    store.claim("a", { owner: "one", leaseMs: 20 });
    now.mockReturnValue(0);
    await vi.waitFor(() => expect(store.claim("a", LEASE)).toBe("claimed"));
    now.mockRestore();
  });

  it("keeps the claim of an owner when a previous owner releases or finishes late", () => {
    let nowMs = 0;
    const store = new MemoryCallbackStore({ now: () => nowMs });
    store.claim("a", { owner: "late", leaseMs: 1000 });
    nowMs = 1000;
    store.claim("a", { owner: "next", leaseMs: 1000 });
    store.release("a", { owner: "late" });
    expect(store.claim("a", LEASE)).toBe("busy");
    store.finish("a", { owner: "late", expiresOn: new Date(9000) });
    store.release("a", { owner: "next" });
    expect(store.claim("a", LEASE)).toBe("done");
  });

  it("forgets expired callbacks, and the oldest ones above the limit", () => {
    let nowMs = 0;
    const store = new MemoryCallbackStore({ mostEntries: 2, now: () => nowMs });
    for (const key of ["a", "b", "c"]) {
      store.claim(key, LEASE);
      store.finish(key, { owner: "one", expiresOn: new Date(5000) });
    }
    expect([store.claim("b", LEASE), store.claim("c", LEASE)]).toEqual(["done", "done"]);
    expect(store.claim("a", LEASE)).toBe("claimed");
    nowMs = 5000;
    expect(store.claim("c", LEASE)).toBe("claimed");
  });
});
