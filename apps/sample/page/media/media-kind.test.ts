import { expect, it } from "vitest";
import { detectMediaKind } from "./media-kind.ts";

it.each([
  [{ kind: "media", filename: "a", contentType: "video/mp4", sizeBytes: 1 }, null, "video"],
  [{ kind: "media", filename: "a.mp4", contentType: "image/gif", sizeBytes: 1 }, null, "gif"],
  [{ kind: "media", filename: "a", contentType: "image/jpeg", sizeBytes: 1 }, null, "picture"],
  [{ kind: "url", url: "https://e.com/a.MP4?x=y.jpg" }, null, "video"],
  [{ kind: "url", url: "https://e.com/a.gif" }, null, "gif"],
  [{ kind: "url", url: "https://e.com/a" }, "video/webm", "video"],
  [{ kind: "url", url: "https://e.com/a" }, null, "picture"],
] as const)("shows %j of type %s as a %s", (source, mimeType, kind) => {
  expect(detectMediaKind(source, mimeType)).toBe(kind);
});
