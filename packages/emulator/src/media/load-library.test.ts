import { expect, it } from "vitest";
import { loadLibrary } from "./load-library.ts";

it("throws a task error that names a package that is not installed", async () => {
  const missing = () => Promise.reject(new Error("ERR_MODULE_NOT_FOUND"));
  await expect(loadLibrary("sharp", missing)).rejects.toMatchObject({
    code: "3000",
    message: expect.stringContaining("npm install sharp"),
  });
});

it("suggests another process to users of Jest, which cannot load some installed packages", async () => {
  const failed = () => Promise.reject(new Error("import.meta is not supported"));
  await expect(loadLibrary("node-av", failed)).rejects.toThrow(
    'inside Jest, run the emulator in its own process with "npx @hivekit/emulator"',
  );
});

it("returns an installed package", async () => {
  expect(await loadLibrary("x", () => Promise.resolve(42))).toBe(42);
});
