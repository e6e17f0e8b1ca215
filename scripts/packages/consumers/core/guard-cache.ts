import type { HiveClient, Task } from "@hivekit/core";
import { createMemoryVerdictStore, isReused, sampleBy, withVerdictCache } from "@hivekit/core/guard";
import type {
  ByteHash,
  HiveCalls,
  Sample,
  VerdictCacheOptions,
  VerdictClaim,
  VerdictStore,
} from "@hivekit/core/guard";
import { verdictStoreCases } from "@hivekit/core/guard/testing";

export async function classifyOnce(client: HiveClient, store: VerdictStore): Promise<boolean> {
  const createHash = (): ByteHash => ({ update: () => {}, digest: async () => "" });
  const options: VerdictCacheOptions = { policy: { block: { yes_smoking: 0.9 } }, ttlSeconds: 60 };
  const hive: HiveCalls = withVerdictCache(client, {
    ...options,
    store,
    namespace: "visual",
    hash: createHash,
  });
  const task: Task = await hive.classify({ media: new Uint8Array([1]) });
  const claim: VerdictClaim = await createMemoryVerdictStore().claim("key", { token: "a", leaseMs: 1 });
  for (const { run } of verdictStoreCases(() => createMemoryVerdictStore({ maxEntries: 1 }))) await run();
  return isReused(task) && claim.state === "stored";
}

const sample: Sample = sampleBy("post-7", 0.5, { salt: "s", skippedDecision: "review" });
export const decision: string = sample.isSampled ? "sampled" : sample.verdict.decision;
// @ts-expect-error -- a decision that blocks without a check
sampleBy("post-7", 0.5, { skippedDecision: "block" });
