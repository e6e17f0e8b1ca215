import { isReused, sampleBy, withVerdictCache } from "@hivekit/core/guard";
import { decide, definePolicy } from "@hivekit/core/policy";
import type { ConformanceCase } from "./conformance-case.ts";
import { expectEqual } from "./expectations.ts";

const policy = definePolicy({ block: { gun_in_hand: 0.9 } });

/** The sampled keys of `post-0` to `post-39`, as in the test of `sampleBy`. */
const SAMPLED: readonly string[] = ["post-11", "post-13", "post-16", "post-19", "post-37"];

/** Caching and sampling. */
export const CACHE_CASES: readonly ConformanceCase[] = [
  {
    name: "submits identical bytes once, even at the same time or as another type of media",
    project: "demo-visual",
    run: async ({ hive, media, observe }) => {
      const bytes = await media("shapes.jpg");
      const cached = withVerdictCache(hive(), { policy, ttlSeconds: 60 });
      const together = await Promise.all([
        cached.classify({ media: bytes }),
        cached.classify({ media: bytes.slice() }),
      ]);
      const later = await cached.classify({ media: () => new Blob([bytes]) });
      const decisions = [...together, later].map((task) => decide(task, policy).decision);
      expectEqual(decisions, ["allow", "allow", "allow"]);
      expectEqual([...together, later].filter(isReused).length, 2);
      expectEqual((await observe()).journal.length, 1);
    },
  },
  {
    name: "replays the frames of a stored result",
    project: "demo-visual",
    run: async ({ hive, media, observe }) => {
      const bytes = await media("shapes.jpg");
      const cached = withVerdictCache(hive(), { policy, ttlSeconds: 60 });
      const charges: unknown[] = [];
      for (let time = 0; time < 2; time++) {
        const frames = cached.frames({ media: bytes });
        expectEqual((await decide(frames, policy)).decision, "allow");
        charges.push((await frames.summary()).results[0]?.chargeUsd);
      }
      expectEqual(charges, [0.003, 0]);
      expectEqual((await observe()).journal.length, 1);
    },
  },
  {
    name: "does not keep a result if the bytes change between the hash and the upload",
    project: "demo-visual",
    run: async ({ hive, media, observe }) => {
      const bytes = await media("shapes.jpg");
      const other = new Uint8Array([...bytes, 0]);
      const cached = withVerdictCache(hive(), { policy, ttlSeconds: 60 });
      let opened = 0;
      await cached.classify({ media: () => new Blob([opened++ === 0 ? bytes : other]) });
      const tasks = [await cached.classify({ media: bytes }), await cached.classify({ media: other })];
      expectEqual(tasks.map(isReused), [false, false]);
      expectEqual((await observe()).journal.length, 3);
    },
  },
  {
    name: "samples the same keys in every runtime",
    project: "demo-visual",
    run: async () => {
      const keys = Array.from({ length: 40 }, (_, index) => `post-${index}`);
      const sampled = keys.filter((key) => sampleBy(key, 0.2, { salt: "pepper" }).isSampled);
      expectEqual(sampled, SAMPLED);
    },
  },
];
