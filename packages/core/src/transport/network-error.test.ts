import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { toHiveError } from "./network-error.ts";
import { classifyOutcome } from "./retry.ts";

const OPTIONS = { origin: "https://api.thehive.ai", secrets: ["SECRETKEY"], mayBeBilled: true };
const BILLED = /may still be billed/;

/** Creates an error that is nested as in Node. */
const node = (message: string, properties: object = {}): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), properties) });
/** Creates an error that is nested as in Deno. */
const deno = (detail: string): Error =>
  new TypeError("fetch failed", {
    cause: new Error(`error sending request for url (https://proxy/handshake-failure?q): ${detail}`),
  });
const bun = (message: string, code: string): Error =>
  Object.assign(new TypeError(message), { code, path: "https://proxy/handshake-failure?q", errno: 0 });
/** Creates the error of Bun if a proxy rejects a request for a tunnel. */
const bunProxy = (status: number): Error =>
  Object.assign(new Error(["Proxy", "refused", "to open a tunnel:", status, "No"].join(" ")), { status });
const proxied = (status: number): Error =>
  new TypeError("fetch failed", {
    cause: new Error("Request was cancelled.", {
      cause: Object.assign(
        new DOMException(`Proxy response (${status}) !== 200 when HTTP Tunneling`, "AbortError"),
      ),
    }),
  });

describe("an error of a request that was not sent", () => {
  it.each<[string, Error, RegExp]>([
    ["Node: no server", node("connect", { code: "ECONNREFUSED" }), /baseUrl and the network/],
    ["Node: name", node("getaddrinfo ENOTFOUND a.example", { code: "ENOTFOUND" }), /the DNS/],
    [
      "Node: DNS",
      node("getaddrinfo EAI_AGAIN a.example", { code: "EAI_AGAIN", syscall: "getaddrinfo" }),
      /the DNS/,
    ],
    ["Node: timeout", node("Connect Timeout Error", { code: "UND_ERR_CONNECT_TIMEOUT" }), /the network/],
    [
      "Node: unreachable",
      node("connect EHOSTUNREACH ::1", { code: "EHOSTUNREACH", syscall: "connect" }),
      /the network/,
    ],
    [
      "Node: timeout of a system call",
      node("connect ETIMEDOUT 10.0.0.1:443", { code: "ETIMEDOUT", syscall: "connect" }),
      /network/,
    ],
    [
      "Node: TLS closed",
      node("Client network socket disconnected before secure TLS connection was established", {
        code: "ECONNRESET",
      }),
      /network/,
    ],
    [
      "Deno: no server",
      deno("client error (Connect): tcp connect error: Connection refused (os error 111)"),
      /network/,
    ],
    ["Deno: DNS", deno("client error (Connect): dns error: failed to lookup address information"), /the DNS/],
    ["Deno: TLS closed", deno("client error (Connect): tls handshake eof"), /network/],
    ["Deno: tunnel", deno("client error (Connect): unsuccessful tunnel"), /the proxy failed/],
    ["Bun: no server", bun("ECONNREFUSED: Unable to connect.", "ECONNREFUSED"), /network/],
    ["Bun: DNS", bun("getaddrinfo ENOTFOUND a.example", "ENOTFOUND"), /the DNS/],
    ["Node: proxy 502", proxied(502), /the proxy failed/],
    ["Node: proxy 503", proxied(503), /the proxy failed/],
    ["Node: proxy 429", proxied(429), /the proxy failed/],
    ["Bun: proxy 502", bunProxy(502), /the proxy failed/],
  ])("is retryable if a retry may help. %s", (_name, thrown, message) => {
    const error = toHiveError(thrown, OPTIONS);
    expect(error).toMatchObject({
      kind: "network",
      isRetryable: true,
      message: expect.stringMatching(message),
    });
    expect(error.message).not.toMatch(BILLED);
    expect(classifyOutcome(error)).toBe("rejected");
  });

  it("is retryable if all of several addresses time out, as in Node 22", () => {
    const code = "ETIMEDOUT";
    const errors = ["10.0.0.1", "::1"].map((address) =>
      Object.assign(new Error(`connect ETIMEDOUT ${address}:443`), { code, syscall: "connect", address }),
    );
    const cause = Object.assign(new AggregateError(errors), { code });
    const error = toHiveError(new TypeError("fetch failed", { cause }), OPTIONS);
    expect(error).toMatchObject({ code, isRetryable: true });
    expect(error.message).toBe(
      "https://api.thehive.ai could not be reached (ETIMEDOUT); check baseUrl and the network.",
    );
    expect(error).toMatchObject({
      cause: { cause: { code, errors: [{ code, syscall: "connect" }, { code }] } },
    });
  });

  it.each<[string, Error, RegExp]>([
    [
      "Node: self-signed",
      node("self-signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
      /certificate/,
    ],
    ["Node: expired", node("certificate has expired", { code: "CERT_HAS_EXPIRED" }), /certificate/],
    [
      "Node: unknown issuer",
      node("unable to verify the first certificate", { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }),
      /certificate/,
    ],
    [
      "Node: another host",
      node("Hostname/IP does not match", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }),
      /certificate/,
    ],
    [
      "Deno: certificate",
      deno("client error (Connect): invalid peer certificate: UnknownIssuer"),
      /certificate/,
    ],
    ["Bun: certificate", bun("self signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT"), /certificate/],
    [
      "Node: no TLS",
      node("error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:", {
        code: "ERR_SSL_WRONG_VERSION_NUMBER",
      }),
      /accept TLS/,
    ],
    [
      "Deno: no TLS",
      deno("client error (Connect): received corrupt message of type InvalidContentType"),
      /accept TLS/,
    ],
    [
      "Bun: no TLS",
      bun("EPROTO: The TLS handshake failed. Does the server speak TLS on this port?", "EPROTO"),
      /accept TLS/,
    ],
    [
      "Node: handshake",
      node("ssl/tls alert handshake failure", { code: "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE" }),
      /accept TLS/,
    ],
    ["Node: port", node("bad port"), /fetch blocks this port/],
    [
      "Deno: port",
      new TypeError("Fetch failed: Requests to port 6000 are blocked"),
      /fetch blocks this port/,
    ],
    ["Node: proxy 407", proxied(407), /the proxy rejected it/],
    ["Node: proxy 403", proxied(403), /the proxy rejected it/],
    [
      "Node 26: proxy 407",
      node("Proxy Authentication Required (407)", { code: "UND_ERR_INVALID_ARG" }),
      /the proxy rejected it/,
    ],
    [
      "Deno: proxy 407",
      deno("client error (Connect): proxy authentication required"),
      /the proxy rejected it/,
    ],
    ["Bun: proxy 403", bunProxy(403), /the proxy rejected it/],
    [
      "Node: permission",
      node("connect ERR_ACCESS_DENIED Use --allow-net to manage permissions.", {
        code: "ERR_ACCESS_DENIED",
        syscall: "connect",
      }),
      /access the network/,
    ],
    [
      "Node: permission for DNS",
      node("getaddrinfo ERR_ACCESS_DENIED a.example", { code: "ERR_ACCESS_DENIED", syscall: "getaddrinfo" }),
      /access the network/,
    ],
    [
      "Node 22: dispatcher of undici 7",
      node("invalid onRequestStart method", { code: "UND_ERR_INVALID_ARG" }),
      /another version of undici/,
    ],
    [
      "Node: fetch of undici",
      new TypeError("Failed to parse URL from [object Request]", {
        cause: Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL" }),
      }),
      /another version of undici/,
    ],
    [
      "Node: old TLS",
      node("error:0A000102:SSL routines:ssl_choose_client_version:unsupported protocol:", {
        code: "ERR_SSL_UNSUPPORTED_PROTOCOL",
      }),
      /accept TLS/,
    ],
    [
      "Node: unknown host",
      node("ssl/tls alert unrecognized name", { code: "ERR_SSL_TLSV1_UNRECOGNIZED_NAME" }),
      /accept TLS/,
    ],
    [
      "Deno: permission",
      new Error('Requires net access to "a.example", run again with the --allow-net flag'),
      /access the network/,
    ],
  ])("is final if a retry cannot help. %s", (_name, thrown, message) => {
    const error = toHiveError(thrown, OPTIONS);
    expect(error).toMatchObject({
      kind: "network",
      isRetryable: false,
      message: expect.stringMatching(message),
    });
    expect(error.message).not.toMatch(BILLED);
    expect(classifyOutcome(error)).toBe("final");
  });
});

describe("an error of a request that may have been sent", () => {
  it.each<[string, unknown]>([
    ["Node: reset", node("read ECONNRESET", { code: "ECONNRESET", syscall: "read" })],
    ["Node: broken pipe", node("write EPIPE", { code: "EPIPE", syscall: "write" })],
    ["Node: closed", node("other side closed", { code: "UND_ERR_SOCKET" })],
    ["Node: timeout of a read", node("read ETIMEDOUT", { code: "ETIMEDOUT", syscall: "read" })],
    ["Node: unreachable while reading", node("read EHOSTUNREACH", { code: "EHOSTUNREACH", syscall: "read" })],
    [
      "Node: not HTTP",
      node("Response does not match the HTTP/1.1 protocol", { code: "HPE_INVALID_CONSTANT" }),
    ],
    ["Deno: closed", deno("client error (SendRequest): connection closed before message completed")],
    ["Bun: closed", bun("ECONNRESET: The socket connection was closed unexpectedly.", "ECONNRESET")],
    ["workerd", new Error("Network connection lost.")],
    ["browser", new TypeError("Failed to fetch")],
    ["text", "text"],
    ["null", null],
  ])("is not retryable. %s", (_name, thrown) => {
    const error = toHiveError(thrown, OPTIONS);
    expect(error).toMatchObject({
      kind: "network",
      isRetryable: false,
      message: expect.stringMatching(BILLED),
    });
    expect(classifyOutcome(error)).toBe("unknown");
  });

  it("does not mention billing if the request is a poll", () => {
    for (const code of ["ECONNRESET", "UND_ERR_HEADERS_TIMEOUT"]) {
      const error = toHiveError(node("lost", { code }), { ...OPTIONS, mayBeBilled: false });
      expect(error.message).not.toMatch(BILLED);
    }
  });
});

describe("an error of fetch", () => {
  it("with a long message is mapped at once", () => {
    const startMs = performance.now();
    expect(toHiveError(new TypeError("a".repeat(300_000)), OPTIONS)).toMatchObject({ kind: "network" });
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  it.each(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"])(
    "with %s is a timeout of the runtime",
    (code) => {
      expect(toHiveError(node("late", { code }), OPTIONS)).toMatchObject({
        kind: "timeout",
        limit: "runtime",
        timeoutMs: null,
        message: expect.stringMatching(BILLED),
      });
    },
  );

  it("is a redirect if its message says so", () => {
    expect(toHiveError(node("unexpected redirect"), OPTIONS)).toMatchObject({
      kind: "http",
      reason: "redirected",
      status: null,
    });
  });

  it.each([
    [407, node("")],
    [421, node("Request body length does not match", { code: "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH" })],
  ])("is a status %i that Node hides", (status, thrown) => {
    expect(toHiveError(thrown, OPTIONS)).toMatchObject({ kind: "http", status, isRetryable: false });
  });

  it("has no secret in its code, and nothing of the request in its causes", () => {
    const thrown = node("parser failed at SECRETKEY", {
      code: "SECRETKEY",
      data: "authorization: SECRETKEY",
      socket: { key: "SECRETKEY" },
      errors: [Object.assign(new Error("SECRETKEY"), { request: "SECRETKEY" })],
    });
    const error = toHiveError(thrown, OPTIONS);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("SECRETKEY");
    expect(error).toMatchObject({ cause: { cause: { message: "parser failed at [redacted]" } } });
  });
});
