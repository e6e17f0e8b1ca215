import { HiveClient } from "@hivekit/core";
import type { HiveClientOptions, Task } from "@hivekit/core";
import { expectEqual, expectError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { findSecrets } from "./find-secrets.ts";

const KEY = "a-key-that-nobody-may-see";
const TEXT = "a text that nobody may see";

/** Secrets that no error may contain. */
export const SECRET_CASES: readonly ConformanceCase[] = [
  {
    name: "keeps the API key and the text out of every error and its causes",
    project: "demo-labeling",
    run: async ({ hive, baseUrl, deadUrl, media }) => {
      const given = { media: await media("shapes.jpg"), text: TEXT };
      const classify = (options: HiveClientOptions): Promise<Task> =>
        hive({ apiKey: KEY, retry: false, ...options }).classify(given);
      const errors = await Promise.all([
        expectError(classify({}), { kind: "http", status: 403 }),
        expectError(classify({ baseUrl: deadUrl }), { kind: "network" }),
        expectError(classify({ baseUrl: `${baseUrl}/page` }), { kind: "decode" }),
        expectError(classify({ baseUrl: `${baseUrl}/redirect` }), { kind: "http", reason: "redirected" }),
        expectError(classify({ baseUrl: `${baseUrl}/silence`, timeoutMs: 300 }), { kind: "timeout" }),
        expectError(classify({ baseUrl: `${baseUrl}/broken` }), { kind: "network" }),
        expectError((async () => new HiveClient({ apiKey: `${KEY} `, baseUrl }))(), { kind: "config" }),
      ]);
      const places = errors.flatMap((error) => findSecrets(error, `the ${error.kind} error`, [KEY, TEXT]));
      expectEqual(places, []);
    },
  },
];
