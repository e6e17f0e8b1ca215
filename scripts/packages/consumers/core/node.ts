import { HiveClient } from "@hivekit/core";
import { fromPath, longFetch } from "@hivekit/core/node";

export const hive = new HiveClient({ apiKey: "k", fetch: longFetch({ headersTimeoutMs: 3_600_000 }) });
export const file = hive.classify({ media: fromPath("a.jpg") });
// @ts-expect-error -- a number is not a path
export const wrong = fromPath(1);
