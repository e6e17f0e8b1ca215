import { HiveClient } from "../src/index.ts";
import type { HiveClientOptions } from "../src/index.ts";
import { createMemoryVerdictStore, withVerdictCache } from "../src/guard.ts";
import type { HiveCalls, VerdictCacheOptions, VerdictStore } from "../src/guard.ts";
import { fakeFetch } from "./fake-fetch.ts";
import type { SeenRequest } from "./fake-fetch.ts";
import { v2Reply } from "./policy-replies.ts";

export const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const POLICY = { block: { yes_smoking: 0.9 } };

/** A response of v2 with frames of one class. */
export function replyOf(scores: readonly number[], name = "yes_smoking"): string {
  const output = scores.map((score, time) => ({ time, classes: [{ class: name, score }] }));
  const media = { filename: "SECRET.jpg", type: "PHOTO" };
  return JSON.stringify(
    v2Reply(output, { input: { charge: 0.003, media, created_on: "2026-12-01T10:00:00Z" } }),
  );
}

/** A client of v2 with a cache, and the requests that it sent. */
export type CachedProject = {
  readonly hive: HiveCalls;
  readonly client: HiveClient;
  readonly seen: readonly SeenRequest[];
  readonly errors: readonly unknown[];
};

export function cachedProject(
  respond: (request: Request) => Response | Promise<Response> = () => new Response(replyOf([0.1])),
  options: Partial<VerdictCacheOptions> = {},
  clientOptions: HiveClientOptions = {},
): CachedProject {
  const { fetch, seen } = fakeFetch(respond);
  const errors: unknown[] = [];
  const client = new HiveClient({ apiKey: "k", api: "v2", fetch, retry: false, ...clientOptions });
  const hive = withVerdictCache(client, {
    policy: POLICY,
    ttlSeconds: 60,
    onError: (error) => errors.push(error),
    ...(options.store === undefined ? {} : { namespace: "visual" }),
    ...options,
  });
  return { hive, client, seen, errors };
}

/** Wraps a store in memory and replaces some of its methods. */
export function brokenStore(methods: Partial<VerdictStore>): VerdictStore {
  const store = createMemoryVerdictStore();
  return {
    claim: async (...values) => store.claim(...values),
    renew: async (...values) => store.renew(...values),
    publish: async (...values) => store.publish(...values),
    release: async (...values) => store.release(...values),
    remove: async (...values) => store.remove(...values),
    ...methods,
  };
}

/** A response that is sent when the test says so. */
export function heldResponse(): {
  readonly respond: () => Promise<Response>;
  readonly send: (response: Response) => void;
} {
  let send = (_response: Response): void => {};
  const promise = new Promise<Response>((resolve) => {
    send = resolve;
  });
  return { respond: async () => promise, send };
}
