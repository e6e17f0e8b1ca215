import { HiveClient } from "@hivekit/core";
import { equal, thrownBy } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const KEY = "a-key-that-nobody-may-see";
const TEXT = "a text that nobody may see";

/** What no error may hold. */
export const SECRET_CASES: readonly ConformanceCase[] = [
  {
    name: "keeps key and text out of every error, its causes included",
    project: "demo-labeling",
    run: async ({ hive, baseUrl, deadUrl, media }) => {
      const given = { media: await media("shapes.jpg"), text: TEXT };
      const settings = { apiKey: KEY, retry: false as const };
      const errors = await Promise.all([
        thrownBy(hive({ ...settings }).classify(given)),
        thrownBy(hive({ ...settings, baseUrl: deadUrl }).classify(given)),
        thrownBy(hive({ ...settings, baseUrl: `${baseUrl}/page` }).classify(given)),
        thrownBy(hive({ ...settings, baseUrl: `${baseUrl}/redirect` }).classify(given)),
        thrownBy(hive({ ...settings, baseUrl: `${baseUrl}/silence`, timeoutMs: 300 }).classify(given)),
        thrownBy(hive({ ...settings, baseUrl: `${baseUrl}/broken` }).classify(given)),
        thrownBy((async () => new HiveClient({ apiKey: `${KEY} `, baseUrl }))()),
      ]);
      const places = errors.flatMap((error, index) => secretsIn(error, `error ${index}`));
      equal(places, []);
    },
  },
];

/** Where in a value a secret stands, whether it is enumerable or not. */
function secretsIn(value: unknown, place: string, known = new Set<object>()): readonly string[] {
  if (typeof value === "string") return value.includes(KEY) || value.includes(TEXT) ? [place] : [];
  if (typeof value !== "object" || value === null || known.has(value)) return [];
  known.add(value);
  const own = Reflect.ownKeys(value).flatMap((key) =>
    secretsIn(Reflect.get(value, key), `${place}.${String(key)}`, known),
  );
  const text = value instanceof Error ? String(value) : JSON.stringify(value);
  return [...own, ...secretsIn(text, `${place} as a text`)];
}
