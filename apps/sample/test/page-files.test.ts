import { afterAll, beforeAll, expect, it } from "vitest";
import { openDesk } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

/** The files of the page, without the chart library, which is loaded with the first timeline. */
const PAGE_FILES = ["/", "/theme.js", "/page.js", "/page.css", "/icon.svg"];
/** The maximum number of transferred bytes, without and with the chart library. */
const MAX_PAGE_BYTES = 35_000;
const MAX_TOTAL_BYTES = 60_000;

let desk: OpenDesk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

/** Reads the transferred size of a file. */
async function readSize(path: string): Promise<number> {
  const response = await desk.fetch(path, { headers: { "accept-encoding": "gzip" } });
  expect({ path, status: response.status, encoding: response.headers.get("content-encoding") }).toEqual({
    path,
    status: 200,
    encoding: "gzip",
  });
  return Number(response.headers.get("content-length"));
}

it("sends the page compressed and within its size budget", async () => {
  const sizes = await Promise.all(PAGE_FILES.map(readSize));
  const pageBytes = sizes.reduce((total, bytes) => total + bytes, 0);
  expect(pageBytes).toBeGreaterThan(10_000);
  expect(pageBytes).toBeLessThan(MAX_PAGE_BYTES);
  expect(pageBytes + (await readSize("/uPlot.esm.js"))).toBeLessThan(MAX_TOTAL_BYTES);
});

it("sends the page uncompressed to a client that does not accept gzip", async () => {
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
