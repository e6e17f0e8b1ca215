import { readCallback, signCallbackUrl, verifyCallbackUrl } from "@hivekit/core/callback";
import { expectVideo, expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

const project = "demo-colors";
const secret = "an example: use 32 random bytes as hex";

/** Results that Hive posts to a callback URL. */
export const CALLBACK_CASES: readonly ConformanceCase[] = [
  {
    name: "accepts a callback at a signed URL",
    project,
    run: async ({ hive, baseUrl, media, observeUntil }) => {
      const callbackUrl = await signCallbackUrl(`${baseUrl}/callback`, { secret, project: "colors" });
      const given = { media: await media("colors.mp4") };
      const { id } = await hive({ api: "v2" }).submit(given, { callbackUrl });
      const { callbacks } = await observeUntil((seen) => seen.callbacks.length === 1, "a callback");
      const [{ url, body } = { url: "", body: "" }] = callbacks;
      const check = await verifyCallbackUrl(url, { secrets: [secret], project: "colors" });
      expectEqual(check.isValid, true);
      const task = await readCallback(new Request("https://app.example/", { method: "POST", body }));
      expectVideo(task);
      expectEqual(task.id, id);
    },
  },
  {
    name: "rejects forged, unsigned and expired callbacks",
    project,
    run: async () => {
      const url = await signCallbackUrl("https://app.example/hive", {
        secret,
        project: "colors",
        expiresInMs: 1000,
      });
      const options = { secrets: [secret], project: "colors" };
      const checks = [
        await verifyCallbackUrl(url.replace(/hk_expires=\d/, "hk_expires=9"), options),
        await verifyCallbackUrl("https://app.example/hive", options),
        await verifyCallbackUrl(url, { ...options, nowMs: Date.now() + 60_000 }),
      ];
      expectEqual(
        checks.map((check) => !check.isValid && check.reason),
        ["forged", "unsigned", "expired"],
      );
    },
  },
];
