import { describe, expect, it } from "vitest";
import { toHiveError } from "./network-error.ts";

const ORIGIN = "https://api.thehive.ai";

/** Creates an error that is nested as in a runtime. */
const nested = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("inner"), { code }) });

describe("an error of fetch", () => {
  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "with %s is retryable, because no connection was established",
    (code) => {
      expect(toHiveError(nested(code), ORIGIN)).toMatchObject({ kind: "network", code, isRetryable: true });
    },
  );

  it.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"])(
    "with %s is not retryable, because the request may be billed",
    (code) => {
      expect(toHiveError(nested(code), ORIGIN)).toMatchObject({ kind: "network", code, isRetryable: false });
    },
  );

  it("has the code of the first of several addresses", () => {
    const cause = new AggregateError([Object.assign(new Error("one"), { code: "ECONNREFUSED" })]);
    const error = toHiveError(new TypeError("fetch failed", { cause }), ORIGIN);
    expect(error).toMatchObject({ code: "ECONNREFUSED", isRetryable: true });
  });

  it.each(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"])(
    "with %s is a timeout of the runtime",
    (code) => {
      expect(toHiveError(nested(code), ORIGIN)).toMatchObject({
        kind: "timeout",
        limit: "runtime",
        timeoutMs: null,
      });
    },
  );

  it("is a redirect if its message says so", () => {
    const error = new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
    expect(toHiveError(error, ORIGIN)).toMatchObject({ kind: "http", reason: "redirected", status: null });
  });

  it("is a network error without a code if nothing else is known", () => {
    for (const thrown of ["text", null, new TypeError("Failed to fetch")]) {
      expect(toHiveError(thrown, ORIGIN)).toMatchObject({ kind: "network", code: null, isRetryable: false });
    }
  });
});
