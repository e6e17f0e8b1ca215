import { afterEach, expect, it, vi } from "vitest";
import { fakeFetch } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "../index.ts";

const reply = (): Response => Response.json(readFixture("v1/array-of-two"));
const media = new Uint8Array([0xff, 0xd8, 0xff, 1]);

// Runtimes are detected from globals; there is no option to pass them in.
afterEach(() => vi.unstubAllGlobals());

it("the length of a buffered body is sent, except in the edge runtime, which appends its own", async () => {
  const { fetch, seen } = fakeFetch(reply);
  const hive = new HiveClient({ apiKey: "k", fetch });
  await hive.classify({ media });
  vi.stubGlobal("EdgeRuntime", "edge-runtime");
  await hive.classify({ media });
  const lengths = seen.map(({ request }) => request.headers.get("content-length"));
  expect(lengths).toEqual([expect.stringMatching(/^\d+$/), null]);
});

it.each([
  ["Node.js/24", "error"],
  ["Deno/2.9.6", "manual"],
  ["Cloudflare-Workers", "manual"],
  ["Mozilla/5.0 (X11; Linux x86_64)", "manual"],
])("a redirect is rejected in %s with the mode %s", async (userAgent, mode) => {
  vi.stubGlobal("navigator", { userAgent });
  const { fetch, seen } = fakeFetch(reply);
  await new HiveClient({ apiKey: "k", fetch }).classify({ media });
  expect(seen[0]?.request.redirect).toBe(mode);
});

it("a runtime without a user agent rejects redirects", async () => {
  vi.stubGlobal("navigator", undefined);
  const { fetch, seen } = fakeFetch(reply);
  await new HiveClient({ apiKey: "k", fetch }).classify({ media });
  expect(seen[0]?.request.redirect).toBe("manual");
});

it("a redirect with a hidden status is still a redirect", async () => {
  const opaque = { status: 0, ok: false, body: null, headers: new Headers(), type: "opaqueredirect" };
  vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0" });
  const { fetch } = fakeFetch(() => Object.setPrototypeOf(opaque, Response.prototype));
  await expect(new HiveClient({ apiKey: "k", fetch }).classify({ media })).rejects.toMatchObject({
    kind: "http",
    reason: "redirected",
    status: null,
  });
});

it("a large upload of known size uses FixedLengthStream in workerd", async () => {
  const made: number[] = [];
  class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
    constructor(bytes: number) {
      super();
      made.push(bytes);
    }
  }
  vi.stubGlobal("FixedLengthStream", FixedLengthStream);
  const received: number[] = [];
  const { fetch } = fakeFetch(async (request) => {
    received.push((await request.arrayBuffer()).byteLength);
    return reply();
  });
  const hive = new HiveClient({ apiKey: "k", fetch });
  await hive.classify({ media: new Uint8Array(9 * 1024 * 1024).fill(1) });
  await hive.classify({ media: new Blob([media]).stream() });
  expect(made).toEqual([received[0]]);
  expect(received).toHaveLength(2);
});

it("a web page stops collecting a stream and releases it when the call is aborted", async () => {
  vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0" });
  const controller = new AbortController();
  const reason = new Error("the user left");
  let pulls = 0;
  let isReleased = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (sink) => {
      if (++pulls === 4) controller.abort(reason);
      sink.enqueue(new Uint8Array(64));
    },
    cancel: () => {
      isReleased = true;
    },
  });
  const { fetch, seen } = fakeFetch(reply);
  const hive = new HiveClient({ apiKey: "k", fetch });
  await expect(hive.classify({ media: stream }, { signal: controller.signal })).rejects.toBe(reason);
  await vi.waitFor(() => expect(isReleased).toBe(true));
  expect(seen).toHaveLength(0);
});
