import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { decodeTask, HiveClient, isHiveError } from "../src/index.ts";
import type { AttemptInfo, HiveClientOptions, Submission } from "../src/index.ts";
import { signCallbackUrl, verifyCallbackUrl } from "../src/callback.ts";
import { bodyOf } from "./fake-fetch.ts";

/** The secrets, each with a marker that no other string of these tests contains. */
const SECRETS = {
  key: "KEYMARK-0123456789",
  text: "TEXTMARK: my private diary of a long day, with a word in it",
  hit: "HITMARKWORD",
  media: "MEDIAMARK-bytes-of-a-picture",
  query: "QUERYMARK",
  user: "USERMARK",
  fragment: "FRAGMENTMARK",
  callback: "CALLBACKMARK",
};
const MARKS =
  /KEYMARK|TEXTMARK|private diary|HITMARK|MEDIAMARK|QUERYMARK|USERMARK|FRAGMENTMARK|CALLBACKMARK/i;

const URL_WITH_QUERY = `https://media.example/a.jpg?sig=${SECRETS.query}#${SECRETS.fragment}`;
const ECHO = Object.values(SECRETS).join(" | ");
const URL_ECHO = `${URL_WITH_QUERY} https://${SECRETS.user}:pw@media.example/?${SECRETS.query}#${SECRETS.fragment}`;
/**
 * The parts of a submission that Hive may echo in an error message. It can contain neither the media nor a text hit.
 */
const WORDS = `Rejected: ${SECRETS.key} | ${SECRETS.text} | ${URL_ECHO} | ${encodeURIComponent(SECRETS.text)}`;

type Case = {
  readonly name: string;
  readonly options?: HiveClientOptions;
  readonly respond: () => Response | Promise<Response>;
};

const failedResult = { status: { code: "3200", message: WORDS } };
const resultWithHits = {
  status: { code: "0", message: "SUCCESS" },
  response: {
    input: { text: SECRETS.text, media: { url: URL_WITH_QUERY } },
    text_filters: [{ value: SECRETS.hit, type: "profanity" }],
    output: [{ start_char_index: 0, classes: [{ class: "hate", score: 0 }], note: ECHO }],
  },
};

const CASES: readonly Case[] = [
  ...[400, 401, 403, 404, 405, 413, 418, 429, 500, 502, 503, 504].map((status) => ({
    name: `HTTP ${status} whose body repeats everything`,
    respond: () => Response.json({ return_code: status, message: WORDS }, { status }),
  })),
  {
    name: "HTTP 502 with HTML that repeats everything",
    respond: () => new Response(`<p>${ECHO}`, { status: 502 }),
  },
  {
    name: "a redirect to a URL with secrets",
    respond: () => new Response(null, { status: 302, headers: { location: URL_ECHO } }),
  },
  {
    name: "return_code in a 200",
    respond: () => Response.json({ return_code: 400, message: WORDS, id: "t" }),
  },
  {
    name: "an HTTP error whose code is a secret",
    respond: () => Response.json({ return_code: SECRETS.key }, { status: 400 }),
  },
  {
    name: "a failed result whose code and id are secrets",
    respond: () => Response.json({ id: SECRETS.key, status: { status: { code: SECRETS.key } } }),
  },
  { name: "a return_code that is a secret", respond: () => Response.json({ return_code: SECRETS.key }) },
  { name: "an error in a 200", respond: () => Response.json({ error: WORDS }) },
  { name: "a failed result", respond: () => Response.json({ id: "t", status: [failedResult] }) },
  {
    name: "a failed result next to one with hits",
    respond: () => Response.json({ id: "t", status: [resultWithHits, failedResult] }),
  },
  { name: "HTML in a 200", respond: () => new Response(`<p>${ECHO}`) },
  { name: "a body that is cut short", respond: () => new Response(`{"id":"t","status":["${ECHO}`) },
  {
    name: "a body that is cut short inside a frame",
    respond: () => new Response(JSON.stringify({ status: [resultWithHits] }).slice(0, -20)),
  },
  { name: "a response without envelope", respond: () => Response.json({ [ECHO]: ECHO }) },
  {
    name: "a score that is a secret",
    respond: () =>
      Response.json({ status: [{ response: { output: [{ classes: [{ class: ECHO, score: ECHO }] }] } }] }),
  },
  {
    name: "hits that are not a list",
    respond: () => Response.json({ status: [{ response: { output: [], text_filters: ECHO } }] }),
  },
  {
    name: "a lost connection",
    respond: () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNRESET") })),
  },
  {
    name: "a body that fails",
    respond: () => new Response(bodyOf([`{"id":"${ECHO}"`, new TypeError("terminated")])),
  },
  { name: "a deadline", options: { timeoutMs: 30 }, respond: () => new Promise<Response>(() => {}) },
  {
    name: "an idle timeout",
    options: { idleTimeoutMs: 30 },
    respond: () => new Response(bodyOf([`{"id":"${ECHO}"`, null])),
  },
];

const SUBMISSIONS: readonly [string, Submission][] = [
  ["media and text", { media: new TextEncoder().encode(SECRETS.media), text: SECRETS.text }],
  ["a url and text", { url: URL_WITH_QUERY, text: SECRETS.text }],
];

/** Formats a value in all ways in which a program may print it. */
function shown(value: unknown): string {
  const texts = [
    String(value),
    inspect(value, { depth: 9 }),
    JSON.stringify(value) ?? "",
    value instanceof Error ? (value.stack ?? "") : "",
  ];
  if (value instanceof Error) {
    texts.push(
      JSON.stringify(
        value,
        Object.getOwnPropertyNames(value).filter((name) => name !== "partial"),
      ),
    );
    if (value.cause !== undefined) texts.push(shown(value.cause));
  }
  return texts.join("\n");
}

async function failuresOf(
  test: Case,
  submission: Submission,
): Promise<{ errors: unknown[]; lines: string[] }> {
  const lines: string[] = [];
  const log =
    (level: string) =>
    (message: string, fields: object): void =>
      void lines.push(`${level} ${message} ${shown(fields)}`);
  const hive = new HiveClient({
    apiKey: SECRETS.key,
    fetch: async () => test.respond(),
    retry: { limit: 1, minDelayMs: 0 },
    logger: { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") },
    onAttempt: (attempt: AttemptInfo) => void lines.push(shown(attempt)),
    ...test.options,
  });
  const outcomes = await Promise.allSettled([hive.classify(submission), hive.frames(submission).summary()]);
  const errors = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : null));
  return { errors, lines };
}

describe.each(SUBMISSIONS)("after the submission of %s", (_name, submission) => {
  it.each(CASES)("no secret is shown: $name", async (test) => {
    const { errors, lines } = await failuresOf(test, submission);
    for (const error of errors) {
      expect(error).toSatisfy(isHiveError);
      expect(shown(error)).not.toMatch(MARKS);
    }
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).not.toMatch(MARKS);
  });
});

describe("no secret is shown by an invalid", () => {
  const hive = new HiveClient({ apiKey: SECRETS.key, api: "v2", fetch: async () => new Response(ECHO) });
  it.each<[string, () => Promise<unknown>]>([
    [
      "url with user info",
      () => hive.classify({ url: `https://${SECRETS.user}:pw@a.example/?${SECRETS.query}` }),
    ],
    ["url of another scheme", () => hive.classify({ url: `ftp://a.example/?${SECRETS.query}` })],
    ["string as url", () => hive.classify({ url: SECRETS.text })],
    ["long text", () => hive.classify({ text: SECRETS.text.repeat(100) })],
    ["text with media", () => hive.classify({ url: URL_WITH_QUERY, text: SECRETS.text })],
    ["content type", () => hive.classify({ media: new Uint8Array([1]), contentType: SECRETS.text })],
    ["header", () => hive.classify({ text: "a" }, { headers: { "x-y": `${SECRETS.key}\n` } })],
    [
      "callback URL",
      () => hive.submit({ text: "a" }, { callbackUrl: `ftp://a.example/${SECRETS.callback}` }),
    ],
    ["task id", () => hive.task("")],
    [
      "secret of a callback",
      () => signCallbackUrl("https://a.example/", { secret: SECRETS.key, project: "p" }),
    ],
    [
      "list of callback secrets",
      () => verifyCallbackUrl("https://a.example/", { secrets: [SECRETS.key], project: "p" }),
    ],
  ])("%s", async (_name, call) => {
    const error: unknown = await call().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toSatisfy(isHiveError);
    expect(shown(error)).not.toMatch(MARKS);
  });

  it("key with a line break", () => {
    let error: unknown = null;
    try {
      void new HiveClient({ apiKey: `${SECRETS.key}\n` });
    } catch (thrown) {
      error = thrown;
    }
    expect(isHiveError(error)).toBe(true);
    expect(shown(error)).not.toMatch(MARKS);
  });
});

it("no secret is shown by a response to an unknown submission", () => {
  const reply = {
    id: "t",
    status: [
      {
        status: { code: "3200", message: `cannot read: ${SECRETS.text.toUpperCase()}` },
        response: { input: { text: SECRETS.text } },
      },
    ],
  };
  let error: unknown = null;
  try {
    decodeTask(reply);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toSatisfy(isHiveError);
  expect(shown(error)).not.toMatch(MARKS);
});

it("no secret is shown while waiting with a task handle", async () => {
  const words = `cannot read: ${SECRETS.text.replaceAll(" ", "+")}`;
  const hive = new HiveClient({
    apiKey: SECRETS.key,
    api: "v2",
    retry: false,
    fetch: async (_input, init) =>
      init?.method === "POST"
        ? Response.json({ task_id: "t" })
        : Response.json({ return_code: 400, message: words }, { status: 400 }),
  });
  const handle = await hive.submit({ text: SECRETS.text });
  const error: unknown = await handle.wait().catch((thrown: unknown) => thrown);
  expect(error).toSatisfy(isHiveError);
  expect(shown(error)).not.toMatch(MARKS);
});

it("no secret is shown by a client, or by a callback URL that Hive echoes", async () => {
  const hive = new HiveClient({
    apiKey: SECRETS.key,
    api: "v2",
    retry: false,
    fetch: async (_input, init) =>
      Response.json(
        { message: `bad callback https://me.example/${SECRETS.callback}?hk=1 for ${SECRETS.text}` },
        { status: init?.method === "POST" ? 400 : 500 },
      ),
  });
  const error: unknown = await hive
    .submit({ text: SECRETS.text }, { callbackUrl: `https://me.example/${SECRETS.callback}?hk=1` })
    .catch((thrown: unknown) => thrown);
  expect(isHiveError(error)).toBe(true);
  expect(shown(error)).not.toMatch(MARKS);
  expect(shown(hive)).not.toMatch(MARKS);
});
