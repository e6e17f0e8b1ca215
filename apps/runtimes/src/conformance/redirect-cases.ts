import { isHiveError } from "@hivekit/core";
import { expectEqual, expectError, captureError } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";

/** Redirects. The API has none, so core sends neither the key nor the media to their targets. */
export const REDIRECT_CASES: readonly ConformanceCase[] = [
  {
    name: "does not follow redirects",
    project,
    run: async ({ hive, baseUrl, media, observe }) => {
      const client = hive({ baseUrl: `${baseUrl}/redirect` });
      expectEqual(
        isHiveError(await captureError(client.classify({ media: await media("shapes.jpg") }))),
        true,
      );
      expectEqual((await observe()).exchanges.length, 0);
    },
  },
  {
    name: "distinguishes a redirect from a lost connection",
    project,
    run: async ({ hive, baseUrl, media }) => {
      const client = hive({ baseUrl: `${baseUrl}/redirect` });
      const call = client.classify({ media: await media("shapes.jpg") });
      await expectError(call, { kind: "http", reason: "redirected" });
    },
  },
];
