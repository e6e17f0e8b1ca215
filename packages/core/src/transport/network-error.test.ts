import { describe, expect, it } from "vitest";
import { toHiveError } from "./network-error.ts";

const ORIGIN = "https://api.thehive.ai";

/** An error as a runtime nests it. */
const nested = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("inner"), { code }) });

describe("what fetch throws", () => {
  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "is retryable with %s: the connection was never made",
    (code) => {
      expect(toHiveError(nested(code), ORIGIN)).toMatchObject({ kind: "network", code, isRetryable: true });
    },
  );

  it.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"])(
    "is not retryable with %s: it may have been billed",
    (code) => {
      expect(toHiveError(nested(code), ORIGIN)).toMatchObject({ kind: "network", code, isRetryable: false });
    },
  );

  it("finds the code among several addresses that were tried", () => {
    const cause = new AggregateError([Object.assign(new Error("one"), { code: "ECONNREFUSED" })]);
    const error = toHiveError(new TypeError("fetch failed", { cause }), ORIGIN);
    expect(error).toMatchObject({ code: "ECONNREFUSED", isRetryable: true });
  });

  it.each(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"])(
    "is a timeout of the runtime with %s",
    (code) => {
      expect(toHiveError(nested(code), ORIGIN)).toMatchObject({
        kind: "timeout",
        limit: "runtime",
        timeoutMs: null,
      });
    },
  );

  it("is a refused redirect where its words say so", () => {
    const error = new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
    expect(toHiveError(error, ORIGIN)).toMatchObject({ kind: "http", reason: "redirected", status: null });
  });

  it("is a network error without a code where nothing else is known", () => {
    for (const thrown of ["text", null, new TypeError("Failed to fetch")]) {
      expect(toHiveError(thrown, ORIGIN)).toMatchObject({ kind: "network", code: null, isRetryable: false });
    }
  });
});
