import { isHiveError } from "@hivekit/core";
import { equal, expectError, thrownBy } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** The API never redirects, and neither key nor media follow one. */
export const REDIRECT_CASES: readonly ConformanceCase[] = [
  {
    name: "follows no redirect",
    project,
    run: async ({ hive, baseUrl, media, seen }) => {
      const client = hive({ baseUrl: `${baseUrl}/redirect` });
      equal(isHiveError(await thrownBy(client.classify({ media: await media("shapes.jpg") }))), true);
      equal((await seen()).exchanges.length, 0);
    },
  },
  {
    name: "tells a redirect from a lost connection",
    project,
    run: async ({ hive, baseUrl, media }) => {
      const client = hive({ baseUrl: `${baseUrl}/redirect` });
      const call = client.classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "http", reason: "redirected" });
    },
  },
];
