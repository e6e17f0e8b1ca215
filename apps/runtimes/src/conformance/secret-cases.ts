import { HiveClient, isHiveError } from "@hivekit/core";
import type { HiveClientOptions, Task } from "@hivekit/core";
import { captureError, expectEqual, expectError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { findSecrets } from "./find-secrets.ts";

const KEY = "a-key-that-nobody-may-see";
const TEXT = "a text that nobody may see";

/** A text that is read from left to right, and one that is read from right to left. */
const SECRET_TEXTS = [
  "我今天在日记里写下了不想让任何人看到的话",
  "كتبت اليوم في مذكراتي كلاما لا أريد أن يراه أحد",
];

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
  {
    name: "keeps the request out of the causes of malformed responses",
    project: "demo-labeling",
    run: async ({ hive, baseUrl, media }) => {
      const bytes = await media("shapes.jpg");
      const errors = await Promise.all(
        SECRET_TEXTS.flatMap((text) =>
          ["not-http", "bad-header", "bad-chunk"].map(async (kind) =>
            captureError(
              hive({ apiKey: KEY, retry: false, baseUrl: `${baseUrl}/${kind}` }).classify({
                media: bytes,
                text,
              }),
            ),
          ),
        ),
      );
      expectEqual(
        errors.map(isHiveError),
        errors.map(() => true),
      );
      expectEqual(
        errors.flatMap((error, index) => findSecrets(error, `error ${index}`, [KEY, ...SECRET_TEXTS])),
        [],
      );
    },
  },
  {
    name: "redacts texts of every script in every encoding",
    project: "demo-labeling",
    run: async ({ hive }) => {
      for (const text of SECRET_TEXTS) {
        const escaped = text.replaceAll(
          /[^]/g,
          (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
        );
        const bytes = String.fromCharCode(...new TextEncoder().encode(text));
        for (const quoted of [text, text.slice(3), escaped, encodeURIComponent(text), bytes, btoa(bytes)]) {
          const client = hive({
            apiKey: KEY,
            retry: false,
            fetch: async () => Response.json({ message: `no: ${quoted}` }, { status: 400 }),
          });
          await expectError(client.classify({ media: new Uint8Array([1]), text }), {
            kind: "http",
            hiveMessage: "no: [redacted]",
          });
        }
      }
    },
  },
];
