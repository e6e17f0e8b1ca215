import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { signCallbackUrl } from "./sign-callback-url.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const OPTIONS = { secret: SECRET, project: "visual", nonce: "n-1", nowMs: 1_700_000_000_000 };

it("adds project, nonce, expiry and an HMAC-SHA-256 of them", async () => {
  const expected = createHmac("sha256", SECRET)
    .update("hivekit-callback-v1\nvisual\nn-1\n1701209600")
    .digest("base64url");
  expect(await signCallbackUrl("https://app.example/hive", OPTIONS)).toBe(
    `https://app.example/hive?hk_project=visual&hk_nonce=n-1&hk_expires=1701209600&hk_signature=${expected}`,
  );
});

it("keeps the other parameters of the URL unchanged", async () => {
  const url = await signCallbackUrl(new URL("http://app.example/?a=1%20~&a=%41&b"), OPTIONS);
  expect(url).toMatch(/^http:\/\/app\.example\/\?a=1%20~&a=%41&b&hk_project=visual&hk_nonce=/);
});

it("does not change a given URL object", async () => {
  const url = new URL("https://app.example/hive");
  await signCallbackUrl(url, OPTIONS);
  expect(url.href).toBe("https://app.example/hive");
});

it("creates a new nonce of 128 bits each time", async () => {
  const options = { secret: SECRET, project: "visual" };
  const urls = await Promise.all([1, 2].map(() => signCallbackUrl("https://app.example/", options)));
  const nonces = urls.map((url) => new URL(url).searchParams.get("hk_nonce"));
  expect(nonces[0]).toMatch(/^[\w-]{22}$/);
  expect(nonces[0]).not.toBe(nonces[1]);
});

it("rounds the expiry up to a whole second", async () => {
  const url = await signCallbackUrl("https://app.example/", { ...OPTIONS, expiresInMs: 1 });
  expect(new URL(url).searchParams.get("hk_expires")).toBe("1700000001");
});

it.each([
  "ftp://app.example/",
  "/hive",
  "app.example",
  "",
  "data:text/plain,x",
  "https://user:pass@app.example/",
  "https://user@app.example/",
  "https://app.example/#top",
  "https://app.example/#",
  "https://app.example/?hk_nonce=1",
  "https://app.example/?a=1&hk_other=1",
  "https://app.example/?%68k_signature=",
])("rejects the URL %j", async (url) => {
  await expect(signCallbackUrl(url, OPTIONS)).rejects.toBeInstanceOf(HiveInputError);
});

it.each([
  { option: "secret", given: { secret: "x".repeat(31) } },
  { option: "secret", given: { secret: "" } },
  { option: "secret", given: { secret: `${SECRET}\n` } },
  { option: "secret", given: { secret: ` ${SECRET}` } },
  { option: "secret", given: { secret: `\ufeff${SECRET}` } },
  { option: "secret", given: { secret: `${SECRET}\0${SECRET}` } },
  { option: "project", given: { project: "" } },
  { option: "project", given: { project: "a b" } },
  { option: "project", given: { project: "a\n" } },
  { option: "project", given: { project: "ä" } },
  { option: "project", given: { project: "x".repeat(65) } },
  { option: "nonce", given: { nonce: "" } },
  { option: "nonce", given: { nonce: "a&b" } },
  { option: "expiresInMs", given: { expiresInMs: 0 } },
  { option: "expiresInMs", given: { expiresInMs: -1 } },
  { option: "expiresInMs", given: { expiresInMs: Number.NaN } },
  { option: "expiresInMs", given: { expiresInMs: Number.POSITIVE_INFINITY } },
  { option: "nowMs", given: { nowMs: Number.NaN } },
  { option: "expiresMs", given: { expiresMs: 1 } },
  { option: "secret", given: { secret: undefined } },
  { option: "project", given: { project: undefined } },
])("rejects $given and names $option", async ({ option, given }) => {
  const signing: Promise<string> = Reflect.apply(signCallbackUrl, null, [
    "https://app.example/",
    { ...OPTIONS, ...given },
  ]);
  await expect(signing).rejects.toBeInstanceOf(HiveConfigError);
  await expect(signing).rejects.toMatchObject({ option });
});

it("never includes the secret or the query in an error", async () => {
  const secret = "hush-hush-hush";
  const attempts = [
    signCallbackUrl("https://app.example/?token=query-secret", { ...OPTIONS, secret }),
    signCallbackUrl("https://app.example/?hk_nonce=query-secret", { ...OPTIONS, secret: SECRET }),
    signCallbackUrl("https://me:query-secret@app.example/", { ...OPTIONS, secret: SECRET }),
    signCallbackUrl("https://app.example/", { ...OPTIONS, secret: SECRET, project: "no project" }),
  ];
  for (const result of await Promise.allSettled(attempts)) {
    expect(result.status).toBe("rejected");
    const shown = inspect(result, { depth: null, showHidden: true }) + JSON.stringify(result);
    expect(shown).not.toMatch(/hush-hush|query-secret|0123456789abcdef/);
  }
});
