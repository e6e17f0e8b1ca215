import { expect, it } from "vitest";
import { loadLibrary } from "./load-library.ts";

it("throws a task error that names a package that is not installed", async () => {
  const missing = () => Promise.reject(new Error("ERR_MODULE_NOT_FOUND"));
  await expect(loadLibrary("sharp", missing)).rejects.toMatchObject({
    code: "3000",
    message: expect.stringContaining("npm install sharp"),
  });
});

it("returns an installed package", async () => {
  expect(await loadLibrary("x", () => Promise.resolve(42))).toBe(42);
});
