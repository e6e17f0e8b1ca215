import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { ForbiddenException } from "@nestjs/common";
import { describe, expect, it, vi } from "vitest";
import { rejectCrossSite } from "./security-middleware.ts";

function isAccepted(headers: Record<string, string>): boolean {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  const next = vi.fn<() => void>();
  rejectCrossSite(request, new ServerResponse(request), next);
  return next.mock.calls.length === 1;
}

describe("rejectCrossSite", () => {
  it.each([
    ["curl", { host: "127.0.0.1:3000" }],
    ["a client without headers", {}],
    [
      "the desk's own page",
      { host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "same-origin" },
    ],
    ["a URL typed by the user", { host: "[::1]:3000", "sec-fetch-site": "none" }],
    ["port 80", { host: "127.0.0.1", origin: "http://127.0.0.1" }],
  ])("accepts %s", (_name, headers) => {
    expect(isAccepted(headers)).toBe(true);
  });

  it.each([
    ["another page", { host: "127.0.0.1:3000", origin: "https://evil.example" }],
    ["another page on this machine", { host: "localhost:3000", origin: "http://localhost:5173" }],
    ["a page with an opaque origin", { host: "127.0.0.1:3000", origin: "null" }],
    ["another site that sends no origin", { host: "127.0.0.1:3000", "sec-fetch-site": "cross-site" }],
    ["a foreign name for this machine", { host: "evil.example:3000", origin: "http://evil.example:3000" }],
    ["a name that starts like a loopback address", { host: "127.0.0.1.evil.example" }],
    ["a name that ends with localhost", { host: "evil-localhost:3000" }],
  ])("rejects %s", (_name, headers) => {
    expect(() => isAccepted(headers)).toThrow(ForbiddenException);
  });
});
