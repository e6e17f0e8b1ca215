import { expect, it } from "vitest";
import { detectSubmissionKind } from "./submission-kind.ts";

const head = (...bytes: readonly number[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...bytes, ...new Uint8Array(16)]);
const PNG = head(0x89, 0x50, 0x4e, 0x47);
const GIF = head(...new TextEncoder().encode("GIF89a"));
const MP4 = head(0, 0, 0, 24, ...new TextEncoder().encode("ftypisom"));
const stream = (): ReadableStream<Uint8Array> => new ReadableStream();
const opened = (): never => {
  throw new Error("The media must not be opened.");
};

it.each([
  ["text", { text: "Hello" }],
  ["image", { media: PNG }],
  ["gif", { media: GIF }],
  ["gif", { media: GIF.buffer }],
  ["video", { media: MP4 }],
  ["unknown", { media: head(1, 2, 3) }],
  ["image", { media: new Blob([GIF], { type: "image/jpeg" }) }],
  ["gif", { media: new Blob([PNG], { type: "image/gif" }) }],
  ["video", { media: new Blob([PNG], { type: "video/mp4;codecs=avc1" }) }],
  ["audio", { media: new File([PNG], "sound.mp3") }],
  ["video", { media: { size: 1, stream: opened, name: "CLIP.MOV" } }],
  ["unknown", { media: stream() }],
  ["unknown", { media: opened }],
  ["video", { media: opened, contentType: "video/webm" }],
  ["image", { media: opened, filename: "photo.jpeg" }],
  ["gif", { media: MP4, contentType: "IMAGE/GIF" }],
  ["video", { media: MP4, contentType: "application/octet-stream" }],
  ["video", { url: "https://example.com/clip.mp4?signature=photo.jpg" }],
  ["image", { url: new URL("https://example.com/photo.webp") }],
  ["unknown", { url: "https://example.com/photo" }],
  ["unknown", { url: "photo.jpg" }],
  ["unknown", {}],
  ["unknown", null],
  ["unknown", "photo.jpg"],
  ["unknown", { media: null }],
])("detects %s in %o", (kind, submission) => {
  expect(detectSubmissionKind(submission)).toBe(kind);
});

it("survives a submission whose properties throw", () => {
  const hostile = Object.defineProperty({}, "media", { get: opened });
  expect(detectSubmissionKind(hostile)).toBe("unknown");
});
