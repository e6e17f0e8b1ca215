import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { ForbiddenException } from "@nestjs/common";
import { describe, expect, it, vi } from "vitest";
import { refuseForeign } from "./refuse-foreign.ts";

function pass(headers: Record<string, string>): boolean {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  const next = vi.fn<() => void>();
  refuseForeign(request, new ServerResponse(request), next);
  return next.mock.calls.length === 1;
}

describe("refuseForeign", () => {
  it.each([
    ["curl", { host: "127.0.0.1:3000" }],
    ["a client without headers", {}],
    [
      "the desk's own page",
      { host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "same-origin" },
    ],
    ["an address that was typed in", { host: "[::1]:3000", "sec-fetch-site": "none" }],
    ["port 80", { host: "127.0.0.1", origin: "http://127.0.0.1" }],
  ])("lets %s pass", (_name, headers) => {
    expect(pass(headers)).toBe(true);
  });

  it.each([
    ["another page", { host: "127.0.0.1:3000", origin: "https://evil.example" }],
    ["another page on this machine", { host: "localhost:3000", origin: "http://localhost:5173" }],
    ["a page without an origin of its own", { host: "127.0.0.1:3000", origin: "null" }],
    ["another site that sends no origin", { host: "127.0.0.1:3000", "sec-fetch-site": "cross-site" }],
    ["a name that was made to lead here", { host: "evil.example:3000", origin: "http://evil.example:3000" }],
    ["a name that looks like a loopback address", { host: "127.0.0.1.evil.example" }],
    ["a name that ends like this machine's", { host: "evil-localhost:3000" }],
  ])("refuses %s", (_name, headers) => {
    expect(() => pass(headers)).toThrow(ForbiddenException);
  });
});
