import { HiveClient } from "@hivekit/core";
import type { FrameStream, Task } from "@hivekit/core";
import { sampleBy, withVerdictCache } from "@hivekit/core/guard";
import type { HiveCalls } from "@hivekit/core/guard";
import { createPanel } from "@hivekit/core/panel";
import type { Verdict } from "@hivekit/core/policy";
import { classifyText } from "@hivekit/core/text";
import { HiveVlm } from "@hivekit/core/vlm";
import { expectTypeOf, test } from "vitest";

const policy = { block: { yes_smoking: 0.9 } };
const cached = withVerdictCache(new HiveClient({ apiKey: "k" }), { policy, ttlSeconds: 60 });

test("a client with a cache takes the place of a client", () => {
  expectTypeOf(cached).toEqualTypeOf<HiveCalls>();
  expectTypeOf(cached.classify({ text: "a" })).toEqualTypeOf<Promise<Task>>();
  expectTypeOf(cached.frames({ text: "a" })).toEqualTypeOf<FrameStream>();
  expectTypeOf(withVerdictCache).toBeCallableWith(cached, { policy, ttlSeconds: 1 });
  expectTypeOf(classifyText).toBeCallableWith(cached, "a");
  createPanel({ members: { visual: { client: cached, policy } } });
});

test("only a client can have a cache, and the time is required", () => {
  // @ts-expect-error -- a HiveVlm has other methods
  void (() => withVerdictCache(new HiveVlm({ apiKey: "k" }), { policy, ttlSeconds: 1 }));
  // @ts-expect-error -- ttlSeconds is missing
  void (() => withVerdictCache(cached, { policy }));
});

test("only an item outside the sample has a verdict", () => {
  const sample = sampleBy("a", 0.5);
  if (sample.isSampled) {
    // @ts-expect-error -- sampled items have no verdict yet
    void sample.verdict;
  } else {
    expectTypeOf(sample.verdict).toEqualTypeOf<Verdict>();
  }
});
