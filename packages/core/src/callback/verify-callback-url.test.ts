import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { signCallbackUrl } from "./sign-callback-url.ts";
import { verifyCallbackUrl } from "./verify-callback-url.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const NEXT_SECRET = "fedcba9876543210fedcba9876543210";
const NOW_MS = 1_700_000_000_000;
const SIGNING = { secret: SECRET, project: "visual", nonce: "n-1", nowMs: NOW_MS, expiresInMs: 60_000 };
const CHECKING = { secrets: [SECRET], project: "visual", nowMs: NOW_MS };

const signed = await signCallbackUrl("https://app.example/hive?task=7", SIGNING);

/** The signed URL with one parameter changed or removed. */
function withParameter(name: string, value: string | null): string {
  const url = new URL(signed);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url.href;
}

/** A signed URL with parameters that `signCallbackUrl` would not produce. */
function signedByHand(claims: { project: string; nonce: string; expires: string }): string {
  const { project, nonce, expires } = claims;
  const signature = createHmac("sha256", SECRET)
    .update(["hivekit-callback-v1", project, nonce, expires].join("\n"))
    .digest("base64url");
  const query = { hk_project: project, hk_nonce: nonce, hk_expires: expires, hk_signature: signature };
  return `/hive?${new URLSearchParams(query).toString()}`;
}

describe("a URL that was signed", () => {
  it("is valid, and has project, nonce and expiry", async () => {
    expect(await verifyCallbackUrl(signed, CHECKING)).toEqual({
      isValid: true,
      project: "visual",
      nonce: "n-1",
      expiresOn: new Date(NOW_MS + 60_000),
    });
  });

  it("is valid as a URL object, as path and query, as a query alone, and with another host and path", async () => {
    const { pathname, search } = new URL(signed);
    const forms = [
      new URL(signed),
      pathname + search,
      search,
      `http://10.0.0.1:8080/inner${search}`,
      `//x${search}`,
    ];
    for (const form of forms) {
      expect(await verifyCallbackUrl(form, CHECKING)).toMatchObject({ isValid: true });
    }
  });

  it("is valid with other parameters added or changed, and with a fragment", async () => {
    const url = `${signed.replace("task=7", "task=8")}&utm=1#top`;
    expect(await verifyCallbackUrl(url, CHECKING)).toMatchObject({ isValid: true });
  });

  it("is valid until just before its expiry, and expired from then on", async () => {
    const expiresMs = NOW_MS + 60_000;
    expect(await verifyCallbackUrl(signed, { ...CHECKING, nowMs: expiresMs - 1 })).toMatchObject({
      isValid: true,
    });
    for (const nowMs of [expiresMs, expiresMs + 1]) {
      expect(await verifyCallbackUrl(signed, { ...CHECKING, nowMs })).toEqual({
        isValid: false,
        reason: "expired",
      });
    }
  });

  it("is valid for 14 days by default, by the clock of the runtime", async () => {
    const url = await signCallbackUrl("https://app.example/", { secret: SECRET, project: "visual" });
    const check = await verifyCallbackUrl(url, { secrets: [SECRET], project: "visual" });
    expect(check).toMatchObject({ isValid: true });
    if (!check.isValid) return;
    const days = (check.expiresOn.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(14, 2);
  });

  it("stays valid while secrets are rotated, regardless of the position of its secret", async () => {
    for (const secrets of [
      [NEXT_SECRET, SECRET],
      [SECRET, NEXT_SECRET],
    ]) {
      expect(await verifyCallbackUrl(signed, { ...CHECKING, secrets })).toMatchObject({ isValid: true });
    }
    expect(await verifyCallbackUrl(signed, { ...CHECKING, secrets: [NEXT_SECRET] })).toEqual({
      isValid: false,
      reason: "forged",
    });
  });

  it("is foreign to another project, even if it has expired", async () => {
    for (const nowMs of [NOW_MS, NOW_MS + 60_000]) {
      expect(await verifyCallbackUrl(signed, { ...CHECKING, project: "text", nowMs })).toEqual({
        isValid: false,
        reason: "foreign",
      });
    }
  });

  it("round-trips any project, nonce and time", async () => {
    const word = fc.stringMatching(/^[\w.-]{1,64}$/);
    const expiresInMs = fc.integer({ min: 1, max: 10_000_000_000 });
    await fc.assert(
      fc.asyncProperty(word, word, expiresInMs, async (project, nonce, expiresInMs) => {
        const url = await signCallbackUrl("https://a.example/x?y=1", {
          ...SIGNING,
          project,
          nonce,
          expiresInMs,
        });
        const nowMs = NOW_MS + expiresInMs - 1;
        expect(await verifyCallbackUrl(url, { ...CHECKING, project, nowMs })).toEqual({
          isValid: true,
          project,
          nonce,
          expiresOn: new Date(Math.ceil((NOW_MS + expiresInMs) / 1000) * 1000),
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("a URL that was changed", () => {
  it.each([
    ["hk_project", "text"],
    ["hk_nonce", "n-2"],
    ["hk_expires", "1800000000"],
    ["hk_signature", "A".repeat(43)],
  ])("is forged with another %s", async (name, value) => {
    expect(await verifyCallbackUrl(withParameter(name, value), CHECKING)).toEqual({
      isValid: false,
      reason: "forged",
    });
  });

  it("is forged, not foreign or expired, if its signature is not valid", async () => {
    const options = { ...CHECKING, project: "text", nowMs: NOW_MS + 120_000 };
    for (const url of [withParameter("hk_project", "text"), withParameter("hk_nonce", "n-2")]) {
      expect(await verifyCallbackUrl(url, options)).toEqual({ isValid: false, reason: "forged" });
    }
  });

  it("is forged when characters move from one parameter to the next", async () => {
    const url = await signCallbackUrl("https://a.example/", { ...SIGNING, project: "visual1", nonce: "23" });
    const moved = url.replace("visual1", "visual").replace("hk_nonce=23", "hk_nonce=123");
    expect(await verifyCallbackUrl(moved, CHECKING)).toEqual({ isValid: false, reason: "forged" });
  });

  it.each(["hk_project", "hk_nonce", "hk_expires", "hk_signature"])(
    "is malformed without %s, with an empty one, or with two",
    async (name) => {
      const twice = `${signed}&${name}=${new URL(signed).searchParams.get(name) ?? ""}`;
      for (const url of [withParameter(name, null), withParameter(name, ""), twice]) {
        expect(await verifyCallbackUrl(url, CHECKING)).toEqual({ isValid: false, reason: "malformed" });
      }
    },
  );

  it("is malformed with an unknown parameter that begins with hk_", async () => {
    expect(await verifyCallbackUrl(`${signed}&hk_version=2`, CHECKING)).toEqual({
      isValid: false,
      reason: "malformed",
    });
  });

  it("never verifies with a changed character anywhere in its signature", async () => {
    const start = signed.indexOf("hk_signature=") + "hk_signature=".length;
    const position = fc.integer({ min: start, max: signed.length - 1 });
    const character = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.base64String({ minLength: 1 }).map((text) => text.charAt(0)),
    );
    await fc.assert(
      fc.asyncProperty(position, character, async (position, character) => {
        fc.pre(character !== signed.charAt(position));
        const url = signed.slice(0, position) + character + signed.slice(position + 1);
        const check = await verifyCallbackUrl(url, CHECKING);
        expect(check).toMatchObject({ isValid: false });
      }),
      { numRuns: 500 },
    );
  });

  it("never verifies with another encoding of the same signature bytes", async () => {
    const signature = new URL(signed).searchParams.get("hk_signature") ?? "";
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(signature.slice(-1));
    const sameBytes = [1, 2, 3].map((bits) => signature.slice(0, -1) + alphabet.charAt(last + bits));
    for (const text of [
      ...sameBytes,
      `${signature}=`,
      `${signature}A`,
      signature.slice(0, -1),
      ` ${signature}`,
    ]) {
      const check = await verifyCallbackUrl(withParameter("hk_signature", text), CHECKING);
      expect(check).toEqual({ isValid: false, reason: "malformed" });
    }
  });

  it("never verifies with + and / in its signature", async () => {
    const urls = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        signCallbackUrl("https://app.example/hive", { ...SIGNING, nonce: `n-${index}` }),
      ),
    );
    const signatures = urls.map((url) => new URL(url).searchParams.get("hk_signature") ?? "");
    const index = signatures.findIndex((text) => text.includes("-") && text.includes("_"));
    expect(index).not.toBe(-1);
    const url = new URL(urls[index] ?? "");
    const standard = (signatures[index] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    url.searchParams.set("hk_signature", standard);
    expect(await verifyCallbackUrl(url, CHECKING)).toEqual({ isValid: false, reason: "malformed" });
  });
});

describe("a URL that was not signed", () => {
  it.each([
    "https://app.example/hive",
    "/hive?task=7",
    "/",
    "",
    "?",
    "/hive#hk_signature=1",
    "/hive?HK_PROJECT=visual",
  ])("is unsigned: %j", async (url) => {
    expect(await verifyCallbackUrl(url, CHECKING)).toEqual({ isValid: false, reason: "unsigned" });
  });

  it.each([
    { project: "visual", nonce: "n-1", expires: "01800000000" },
    { project: "visual", nonce: "n-1", expires: "1800000000.5" },
    { project: "visual", nonce: "n-1", expires: "-1" },
    { project: "visual", nonce: "n-1", expires: "1e11" },
    { project: "visual", nonce: "n-1", expires: "1800000000000" },
    { project: "visual\nn", nonce: "1", expires: "1800000000" },
    { project: "visual", nonce: "n\n1", expires: "1800000000" },
    { project: "x".repeat(65), nonce: "n-1", expires: "1800000000" },
  ])("is malformed if it was signed in a form that signCallbackUrl never produces: %j", async (claims) => {
    expect(await verifyCallbackUrl(signedByHand(claims), CHECKING)).toEqual({
      isValid: false,
      reason: "malformed",
    });
  });

  it("is rejected without an error, regardless of its content", async () => {
    const junk = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl({ withQueryParameters: true }));
    await fc.assert(
      fc.asyncProperty(junk, junk, async (before, after) => {
        const urls = [
          before,
          `${before}?hk_signature=${after}`,
          `/?hk_project=${after}&hk_nonce=%&hk_expires=%ff`,
        ];
        for (const url of urls) {
          expect(await verifyCallbackUrl(url, CHECKING)).toMatchObject({ isValid: false });
        }
      }),
    );
  });

  it.each(["http://[", "http://a b/", "https://app.example:99999/", "\ud800", "%%%", "?&&&=&hk_=%E0%A4%A"])(
    "is rejected without an error, even if it is not a URL: %j",
    async (url) => {
      expect(await verifyCallbackUrl(url, CHECKING)).toMatchObject({ isValid: false });
    },
  );
});

it.each([
  { option: "secrets", given: { secrets: [] } },
  { option: "secrets", given: { secrets: ["short"] } },
  { option: "secrets", given: { secrets: [SECRET, "short"] } },
  { option: "secrets", given: { secrets: [SECRET, `${SECRET}\n`] } },
  { option: "secrets", given: { secrets: [`\t${SECRET}`] } },
  { option: "project", given: { project: "" } },
  { option: "project", given: { project: "a b" } },
  { option: "nowMs", given: { nowMs: Number.NaN } },
  { option: "secret", given: { secret: SECRET } },
  { option: "secrets", given: { secrets: undefined } },
  { option: "project", given: { project: undefined } },
])(
  "rejects the options $given and names $option, even for a URL that is not signed",
  async ({ option, given }) => {
    const check: Promise<unknown> = Reflect.apply(verifyCallbackUrl, null, ["/", { ...CHECKING, ...given }]);
    await expect(check).rejects.toBeInstanceOf(HiveConfigError);
    await expect(check).rejects.toMatchObject({ option });
  },
);

it("rejects a secret that is not in an array", async () => {
  // @ts-expect-error -- every character would be a secret
  const check = verifyCallbackUrl(signed, { ...CHECKING, secrets: SECRET });
  await expect(check).rejects.toMatchObject({ option: "secrets" });
});

it("never includes a secret or the URL in an error", async () => {
  const attempts = [
    verifyCallbackUrl(signed, { ...CHECKING, secrets: [SECRET, "hush-hush"] }),
    verifyCallbackUrl(signed, { ...CHECKING, project: "no project" }),
    verifyCallbackUrl(signed, { ...CHECKING, nowMs: Number.NaN }),
  ];
  for (const result of await Promise.allSettled(attempts)) {
    expect(result.status).toBe("rejected");
    const shown = inspect(result, { depth: null, showHidden: true }) + JSON.stringify(result);
    expect(shown).not.toMatch(/hush-hush|0123456789abcdef|hk_|app\.example/);
  }
});
