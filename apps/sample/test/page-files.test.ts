import { afterAll, beforeAll, expect, it } from "vitest";
import { openDesk } from "./open-desk.ts";
import type { OpenDesk } from "./open-desk.ts";

/** The first page, and what comes with the first item that has a timeline; in bytes over the wire. */
const FIRST_PAGE = ["/", "/theme.js", "/page.js", "/page.css", "/icon.svg"];
const MOST_FIRST_BYTES = 32_000;
const MOST_ALL_BYTES = 60_000;

let desk: OpenDesk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

/** How many bytes a file takes on its way. */
async function bytesOf(path: string): Promise<number> {
  const response = await desk.fetch(path, { headers: { "accept-encoding": "gzip" } });
  expect({ path, status: response.status, encoding: response.headers.get("content-encoding") }).toEqual({
    path,
    status: 200,
    encoding: "gzip",
  });
  return Number(response.headers.get("content-length"));
}

it("sends the page compressed, and the first one small", async () => {
  const first = await Promise.all(FIRST_PAGE.map(bytesOf));
  const sum = first.reduce((total, bytes) => total + bytes, 0);
  expect(sum).toBeGreaterThan(10_000);
  expect(sum).toBeLessThan(MOST_FIRST_BYTES);
  expect(sum + (await bytesOf("/uPlot.esm.js"))).toBeLessThan(MOST_ALL_BYTES);
});

it("sends it as it is to whoever does not take it compressed", async () => {
  for (const [path, type] of [
    ["/", "text/html"],
    ["/page.js", "text/javascript"],
    ["/page.css", "text/css"],
  ] as const) {
    const response = await desk.fetch(path, { headers: { "accept-encoding": "identity" } });
    expect(response.headers.get("content-type")).toContain(type);
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(response.headers.get("vary")).toMatch(/accept-encoding/i);
    expect(await response.text()).toBe(await (await desk.fetch(path)).text());
  }
});
