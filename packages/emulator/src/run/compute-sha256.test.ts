import { createHash } from "node:crypto";
import { afterEach, expect, it, vi } from "vitest";
import { computeSha256 } from "./compute-sha256.ts";

afterEach(() => void vi.unstubAllGlobals());

const large = new Uint8Array(2_500_000).map((_, index) => index % 251);

it.each([
  ["with Node's modules", globalThis.process],
  ["without Node's modules", undefined],
])("hashes files and texts %s", async (_, process) => {
  const expected = [large, new Uint8Array(), "héllo 😀"].map((content) =>
    createHash("sha256").update(content).digest("hex"),
  );
  vi.stubGlobal("process", process);
  const hashes = [
    await computeSha256(new Blob([large])),
    await computeSha256(new Blob()),
    await computeSha256("héllo 😀"),
  ];
  vi.unstubAllGlobals();
  expect(hashes).toEqual(expected);
});
