import { expect, it } from "vitest";
import { loadLibrary } from "./load-library.ts";

it("a package that is not installed becomes a task error that names it", async () => {
  const missing = () => Promise.reject(new Error("ERR_MODULE_NOT_FOUND"));
  await expect(loadLibrary("sharp", missing)).rejects.toMatchObject({
    code: "3000",
    message: expect.stringContaining("npm install sharp"),
  });
});

it("an installed package is returned", async () => {
  expect(await loadLibrary("x", () => Promise.resolve(42))).toBe(42);
});
