import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { noise, picture } from "./support/pictures.ts";
import { createForm, submit, TAG_TASK_URL } from "./support/submit.ts";

const emulator = createEmulator();
const png = await picture({ width: 8, height: 8 }, "#ff0000").png().toBuffer();

function post(
  headers: Record<string, string>,
  body: BodyInit | null = null,
  url = TAG_TASK_URL,
): Promise<Response> {
  return emulator.fetch(url, { method: "POST", headers, body });
}

it.each([
  ["an unknown key", { authorization: "Token nobody" }],
  ["HTTP Basic", { authorization: `Basic ${btoa("demo-colors:")}` }],
  ["a Bearer token", { authorization: "Bearer demo-colors" }],
  ["a key without a scheme", { authorization: "demo-colors" }],
  ["no header", {}],
])("%s gets HTTP 403", async (_, headers: Record<string, string>) => {
  const response = await post(headers, createForm(png, "a.png"));
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ return_code: 403, message: "Invalid Auth Token" });
});

it("the scheme is case-insensitive", async () => {
  expect((await post({ authorization: "token demo-colors" }, createForm(png, "a.png"))).status).toBe(200);
  expect((await post({ authorization: "TOKEN demo-colors" }, createForm(png, "a.png"))).status).toBe(200);
});

it("a form with no media, several media or only text gets HTTP 400 with the fields to send", async () => {
  const both = createForm(png, "a.png");
  both.set("image_url", "http://127.0.0.1/a.png");
  const twice = createForm(png, "a.png");
  twice.append("image", new File([], "b.png"));
  const text = new FormData();
  text.set("text", "hello");
  for (const form of [new URLSearchParams(), new URLSearchParams({ image_url: "" }), text, both, twice]) {
    const { status, body } = await submit(emulator, "demo-colors", form);
    expect(status).toBe(400);
    expect(body).toEqual({ return_code: 400, message: expect.stringMatching(/image .*image_url/) });
  }
});

it("a field of the wrong kind gets HTTP 400", async () => {
  const fileAsUrl = new FormData();
  fileAsUrl.set("image_url", new File(["x"], "x"));
  expect((await submit(emulator, "demo-colors", new URLSearchParams({ image: "photo.jpg" }))).status).toBe(
    400,
  );
  expect((await submit(emulator, "demo-colors", fileAsUrl)).status).toBe(400);
});

it.each([
  ["JSON", "application/json", "{}"],
  ["a broken form", "multipart/form-data; boundary=x", "nothing"],
  ["a form without a boundary", "multipart/form-data", "nothing"],
])("%s gets HTTP 400", async (_, type, body) => {
  const response = await post({ authorization: "Token demo-colors", "content-type": type }, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ return_code: 400 });
});

it("an unknown route or method gets HTTP 404, never 405", async () => {
  for (const [method, path] of [
    ["GET", "/api/v1/tag/task"],
    ["PUT", "/api/v1/tag/task"],
    ["POST", "/api/v1/tag"],
    ["GET", "/api"],
  ] as const) {
    const response = await emulator.fetch(`https://api.thehive.ai${path}`, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      return_code: 404,
      message: expect.stringContaining(`has no route ${method} ${path}.`),
    });
  }
});

it("a body above the limit gets HTTP 413", async () => {
  const { status, body } = await submit(createEmulator({ maxBodyBytes: 100 }), "demo-colors", noise(500));
  expect(status).toBe(413);
  expect(body.return_code).toBe(413);
});

/** A picture with detail in every row. */
const detailed = () => sharp(randomBytes(200 * 200 * 3), { raw: { width: 200, height: 200, channels: 3 } });
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

it("the type of a file depends on its bytes, not on its name", async () => {
  const { body } = await submit(
    emulator,
    "demo-colors",
    createForm(await detailed().png().toBuffer(), "film.mp4"),
  );
  expect(body.status.response.input.media).toMatchObject({
    type: "PHOTO",
    mimetype: "image/png",
    filename: "film.mp4",
  });
});

it.each([
  ["an empty file", Buffer.alloc(0), "3300"],
  ["a text file", Buffer.from("plain text"), "3100"],
  ["noise", noise(5000), "3100"],
  ["an audio file", Buffer.from("RIFF\0\0\0\0WAVEfmt "), "3100"],
  [
    "a truncated JPEG",
    (await picture({ width: 200, height: 200 }, "#123456").jpeg().toBuffer()).subarray(0, 300),
    "3300",
  ],
  ["a truncated progressive JPEG", half(await detailed().jpeg({ progressive: true }).toBuffer()), "3300"],
  ["a truncated PNG", half(await detailed().png().toBuffer()), "3300"],
  ["a truncated WebP", half(await detailed().webp().toBuffer()), "3300"],
  ["a truncated GIF", half(await detailed().gif().toBuffer()), "3300"],
  ["an MP4 of ten bytes", Buffer.from("\0\0\0\u0018ftypis"), "3300"],
  ["the first bytes of a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "3300"],
  ["a broken PNG", Buffer.concat([png.subarray(0, 20), noise(40)]), "3300"],
  ["a broken GIF", Buffer.from("GIF89a garbage"), "3300"],
  ["a broken WebP", Buffer.from("RIFF\x10\0\0\0WEBPVP8 garbage"), "3300"],
])("%s named .jpg is a failed task without a charge", async (_, media, code) => {
  const { status, body } = await submit(emulator, "demo-colors-boxes", createForm(media, "photo.jpg"));
  expect(status).toBe(200);
  expect(body.code).toBe(200);
  expect(body.status.status).toEqual({ code, message: expect.stringMatching(/^CLASSIFIER_ERROR_/) });
  expect(body.status.response.output).toEqual([]);
  expect(body.status.response.input).toMatchObject({
    charge: 0,
    media: { filename: "photo.jpg", duration: null },
  });
  expect(body.status.response.input.media.width ?? null).toBeNull();
});
