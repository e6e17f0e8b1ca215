import { describe, expect, it } from "vitest";
import { redactCode, redactMessage } from "./redact-message.ts";

it("strips query, user info and fragment from every URL", () => {
  expect(redactMessage("no https://u:p@a.example/x.jpg?sig=1#top, nor ftp://b.example/y?z")).toBe(
    "no https://a.example/x.jpg nor ftp://b.example/y",
  );
});

it("redacts every occurrence of each secret", () => {
  expect(redactMessage("key k1, key k1, text t2", ["k1", "t2", ""])).toBe(
    "key [redacted], key [redacted], text [redacted]",
  );
});

it("truncates a long message", () => {
  expect(redactMessage("word ".repeat(2_000))).toHaveLength(501);
});

it("redacts a long part of a secret in every encoding", () => {
  const secret = 'My private "diary" of today: äöü, and so on for a long time';
  for (const quoted of [
    secret.slice(0, 30),
    secret.slice(20),
    JSON.stringify(secret).slice(1, 40),
    encodeURIComponent(secret).slice(0, 50),
  ]) {
    const clean = redactMessage(`Rejected: ${quoted}!`, [secret]);
    expect(clean).toBe("Rejected: [redacted]!");
  }
});

it("redacts a form-encoded secret, one in another case, and one inside another", () => {
  const secret = "My dear secret words";
  expect(redactMessage("no: my+dear+secret+words", [secret])).toBe("no: [redacted]");
  expect(redactMessage("no: MY DEAR SECRET WORDS", [secret])).toBe("no: [redacted]");
  expect(redactMessage("no: abc-1 and key abc-1-long-enough-key", ["abc-1", "abc-1-long-enough-key"])).toBe(
    "no: [redacted] and key [redacted]",
  );
});

it("keeps words that a secret happens to contain", () => {
  expect(redactMessage("Text is too long", ["Text is what I wrote"])).toBe("Text is too long");
});

it("is fast for a long HTML page", () => {
  expect(redactMessage("<p>".repeat(100_000), ["<p>".repeat(2_000)]).length).toBeLessThan(600);
});

describe.each([
  ["Chinese", "我今天在日记里写下了不想让任何人看到的话"],
  ["Arabic", "كتبت اليوم في مذكراتي كلاما لا أريد أن يراه أحد"],
  ["Hebrew", "כתבתי היום ביומן שלי דברים שאף אחד לא צריך לראות"],
  ["Russian", "Сегодня я написал в дневнике то, чего никто не увидит"],
  ["Korean", "오늘 일기장에 아무도 보지 않았으면 하는 말을 썼다"],
  ["emoji", "😀😃😄😁😆😅🤣😂🙂🙃😉😊😇🥰😍"],
  ["Hindi", "आज मैंने अपनी डायरी में ऐसी बातें लिखीं जो कोई न देखे"],
  ["Latin with accents", "Çà et là, j'écris des mots très secrets, élève naïf"],
])("a text in %s is redacted", (_language, secret) => {
  const units = [...Array(secret.length).keys()].map((at) => secret.charCodeAt(at));
  const utf8 = [...new TextEncoder().encode(secret)];
  const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
  const asJson = units.map((code) => `\\u${hex(code, 4)}`).join("");
  const asUrl = encodeURIComponent(secret);
  it.each([
    ["as it is", secret],
    ["in part", Array.from(secret).slice(2, 15).join("")],
    ["in upper case", secret.toUpperCase()],
    ["decomposed", secret.normalize("NFD")],
    ["composed", secret.normalize("NFC")],
    ["JSON-escaped", asJson],
    ["JSON-escaped in upper case", asJson.toUpperCase().replaceAll("U", "u")],
    ["JSON-escaped twice", asJson.replaceAll("\\", "\\\\")],
    [
      "with escaped code points",
      Array.from(secret)
        .map((one) => `\\u{${one.codePointAt(0)?.toString(16)}}`)
        .join(""),
    ],
    [
      "as Python escapes it",
      Array.from(secret, (one) => {
        const code = one.codePointAt(0) ?? 0;
        if (code < 0x80) return one;
        if (code < 0x1_00) return `\\x${hex(code, 2)}`;
        return code < 0x1_00_00 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
      }).join(""),
    ],
    ["percent-encoded", asUrl],
    ["percent-encoded in lower case", asUrl.toLowerCase()],
    ["percent-encoded twice", encodeURIComponent(asUrl)],
    ["form-encoded", new URLSearchParams({ "": secret }).toString().slice(1)],
    [
      "in decimal HTML entities",
      Array.from(secret)
        .map((one) => `&#${one.codePointAt(0)};`)
        .join(""),
    ],
    [
      "in hexadecimal HTML entities",
      Array.from(secret)
        .map((one) => `&#x${one.codePointAt(0)?.toString(16)};`)
        .join(""),
    ],
    ["as escaped bytes", utf8.map((byte) => `\\x${hex(byte, 2)}`).join("")],
    ["as bytes read as Latin-1", String.fromCharCode(...utf8)],
    ["in base64", btoa(String.fromCharCode(...utf8))],
    ["in base64 for URLs", Buffer.from(secret).toString("base64url")],
  ])("%s", (_spelling, quoted) => {
    expect(redactMessage(`Rejected: ${quoted}!`, [secret])).toBe("Rejected: [redacted]!");
    expect(redactMessage(`Rejected: ${quoted.slice(0, -1)}`, [secret])).toMatch(
      /^Rejected: \[redacted\].{0,3}$/u,
    );
  });
});

it("redacts a key, and the query of a URL, in every encoding", () => {
  const key = "sk-Abc+/def_0123456789==";
  const query = "X-Sig=a%2Fb%2Bc0123456789&Expires=1234567890";
  for (const secret of [key, query]) {
    for (const quoted of [
      secret,
      encodeURIComponent(secret),
      secret.replaceAll("&", "&amp;"),
      secret.replaceAll("/", "\\/"),
      secret.replaceAll("=", "\\u003d").replaceAll("&", "\\u0026"),
      btoa(secret),
      btoa(`user:${secret}`),
      secret.slice(3),
    ]) {
      expect(redactMessage(`no: ${quoted}`, [secret])).toBe("no: [redacted]");
    }
  }
});

it("keeps text that only looks encoded", () => {
  const text = "100% of C:\\new&old, \\u12, %zz and /api/v3/hive/visual-moderation-and-more é";
  expect(redactMessage(text, ["a secret that is not there"])).toBe(text);
});

it("is fast for a long text, quoted or not", () => {
  const secret = Array.from({ length: 1_500 }, (_none, at) => `wörd ${at}`).join(" ");
  const startMs = performance.now();
  expect(redactMessage(secret.slice(5_000), [secret])).toBe("[redacted]");
  expect(redactMessage("The text is too long, so split it into parts. ".repeat(40), [secret])).toContain(
    "split",
  );
  expect(performance.now() - startMs).toBeLessThan(5_000);
});

it("replaces a message about a very long secret completely and at once, but keeps codes that are not part of it", () => {
  const secret = "a long text with the word SECRET-IDENTIFIER ".repeat(100_000);
  const startMs = performance.now();
  expect(redactMessage("Request Entity Too Large ".repeat(80), [secret])).toBe("[redacted]");
  expect(redactMessage("too large", [secret])).toBe("[redacted]");
  expect(redactCode("3300", [secret])).toBe("3300");
  expect(redactCode("0b6cf1b0-7d1c-11ee-b962-0242ac120002", [secret])).toBe(
    "0b6cf1b0-7d1c-11ee-b962-0242ac120002",
  );
  expect(redactCode("x-secret-identifier", [secret])).not.toContain("secret-identifier");
  expect(performance.now() - startMs).toBeLessThan(2_000);
});

describe("media in a message", () => {
  const base64 = "iVBORw0KGgo/+8AAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ".repeat(3);
  it.each([
    ["a data URI", `cannot read data:image/png;base64,${base64}==`, "cannot read [redacted]"],
    ["a short data URI", 'bad "data:image/png;base64,iVBORw0K"', 'bad "[redacted]"'],
    ["an encoded data URI", `bad data%3Aimage/png%3Bbase64,${base64}`, "bad [redacted]"],
    ["base64 alone", `bad base64 ${base64}=, sorry`, "bad base64 [redacted], sorry"],
    ["base64 with escaped slashes", `bad ${base64.replaceAll("/", String.raw`\/`)}`, "bad [redacted]"],
    ["encoded base64", `bad ${encodeURIComponent(base64)}`, "bad [redacted]"],
  ])("is replaced: %s", (_name, message, expected) => {
    expect(redactMessage(message)).toBe(expected);
  });

  it("is distinguished from the path of a URL and from words", () => {
    const path = `https://a.example/${"abc/".repeat(30)}x.jpg`;
    expect(redactMessage(`no ${path}?sig=1`)).toBe(`no ${path}`);
    const words = `metadata: the data: part, of ${"internationalization ".repeat(4)}is missing`;
    expect(redactMessage(words)).toBe(words);
  });
});
