import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HiveClient } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import { describe, expect, it } from "vitest";
import { ParseMediaPipe } from "./parse-media.pipe.ts";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]);
const MP4 = new Uint8Array([0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d]);

function upload(buffer: Uint8Array, originalname = "a.jpg") {
  // The declared type and size are wrong and must be ignored.
  return { buffer, originalname, mimetype: "image/jpeg", size: buffer.byteLength };
}

describe("ParseMediaPipe", () => {
  it("creates a submission with the detected content type", async () => {
    const submission = await new ParseMediaPipe().transform(upload(PNG));
    expect(submission).toEqual({ media: PNG, filename: "a.jpg", contentType: "image/png" });
  });

  it.each([
    ["video/quicktime", "\0\0\0\u0008wide\0\0\0\0mdat"],
    ["video/x-ms-wmv", "0&\u00b2u\u008ef\u00cf\u0011"],
  ])("accepts %s, which Hive documents", async (contentType, head) => {
    const file = upload(Uint8Array.from(head, (character) => character.charCodeAt(0)));
    await expect(new ParseMediaPipe().transform(file)).resolves.toMatchObject({ contentType });
  });

  it("does not read a file on disk until it is sent", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hivekit-"));
    try {
      const path = join(folder, "upload");
      await writeFile(path, PNG);
      const file = { path, originalname: "photo.png", size: PNG.byteLength };
      const submission = await new ParseMediaPipe().transform(file);
      const emulator = createEmulator({ labels: ["yes"] });
      const hive = new HiveClient({ apiKey: "demo-labeling", fetch: emulator.fetch });
      await hive.classify(submission ?? { text: "none" });
      const sent = { filename: "photo.png", mimetype: "image/png", sizeBytes: PNG.byteLength };
      expect(emulator.verify.one()).toMatchObject(sent);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ["no file", {}, undefined, 400, /request has no file/],
    ["something else", {}, { name: "a.jpg" }, 400, /request has no file/],
    ["an empty file", {}, upload(new Uint8Array()), 400, /is empty/],
    [
      "a text",
      {},
      upload(new TextEncoder().encode("hello, world, hello")),
      422,
      /not a known image, GIF or video/,
    ],
    [
      "a type that is not accepted",
      { types: ["image/png", "image/jpeg"] },
      upload(MP4),
      422,
      /type video\/mp4 is not accepted. Send image\/png/,
    ],
    ...["heic", "mif1", "avif", "M4A "].map(
      (brand) =>
        [
          `a file of the brand ${brand}, which is not an MP4 video`,
          {},
          upload(new TextEncoder().encode(`\0\0\0\u0018ftyp${brand}\0\0\0\0`)),
          422,
          /type (image|audio)\/\w+ is not accepted. Send JPEG, PNG/,
        ] as const,
    ),
    ["too many bytes", { maxBytes: 11 }, upload(PNG), 413, /12 bytes; the limit is 11/],
  ] as const)("rejects %s", async (_name, options, value, status, message) => {
    const failure = new ParseMediaPipe(options).transform(value);
    await expect(failure).rejects.toMatchObject({
      status,
      response: { statusCode: status, kind: "input", message: expect.stringMatching(message) },
    });
  });

  it("checks the actual bytes, not the declared size", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hivekit-"));
    try {
      const path = join(folder, "upload");
      await writeFile(path, PNG);
      const pipe = new ParseMediaPipe({ maxBytes: PNG.byteLength - 1 });
      for (const value of [{ path }, { path, size: 1 }, { ...upload(PNG), size: 1 }]) {
        await expect(pipe.transform(value)).rejects.toMatchObject({ status: 413 });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ["maxBytes", { maxBytes: Number.NaN }],
    ["maxBytes", { maxBytes: 0 }],
    ["maxBytes", { maxBytes: "10" }],
    ["types", { types: ["image/jpg"] }],
    ["types", { types: [] }],
    ["isOptional", { isOptional: "yes" }],
    ["maxByte", { maxByte: 10 }],
  ])("rejects an invalid %s: %o", (option, invalid: object) => {
    expect(() => new ParseMediaPipe(invalid)).toThrow(expect.objectContaining({ kind: "config", option }));
  });

  it("accepts a request without a file if isOptional is set", async () => {
    expect(await new ParseMediaPipe({ isOptional: true }).transform(undefined)).toBeUndefined();
  });

  it("does not open a file whose path is in a body", async () => {
    const named = { path: "/etc/hostname", originalname: "a.png", mimetype: "image/png", size: 1 };
    const reading = new ParseMediaPipe().transform(named, { type: "body" });
    await expect(reading).rejects.toMatchObject({ kind: "config" });
    expect(await new ParseMediaPipe().transform(upload(PNG), { type: "custom" })).toBeDefined();
  });
});
