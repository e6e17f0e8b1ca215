import { expect, it } from "vitest";
import { mediaTypeOf } from "./media-type.ts";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

it.each([
  ["\xff\xd8\xff\xe0", "image/jpeg", "jpg"],
  ["\x89PNG\r\n\x1a\n", "image/png", "png"],
  ["GIF89a", "image/gif", "gif"],
  ["RIFF\0\0\0\0WEBP", "image/webp", "webp"],
  ["RIFF\0\0\0\0AVI LIST", "video/x-msvideo", "avi"],
  ["0&\xb2u\x8ef\xcf\x11", "video/x-ms-wmv", "wmv"],
  ["\0\0\0\x18ftypisom", "video/mp4", "mp4"],
  ["\0\0\0\x18ftypM4V ", "video/mp4", "mp4"],
  ["\0\0\0\x14ftypqt  ", "video/quicktime", "mov"],
  ["\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime", "mov"],
  ["\0\0\0\x08free", "video/quicktime", "mov"],
  ["\0\0\x10\0moov\0\0\0lmvhd", "video/quicktime", "mov"],
  ["\0\0\x10\0mdat", "video/quicktime", "mov"],
  ["\0\0\0\x18ftypheic", "image/heic", "heic"],
  ["\0\0\0\x18ftyphevc", "image/heic", "heic"],
  ["\0\0\0\x18ftypmif1", "image/heif", "heif"],
  ["\0\0\0\x18ftypavif", "image/avif", "avif"],
  ["\0\0\0\x18ftypavis", "image/avif", "avif"],
  ["\0\0\0\x1cftypM4A ", "audio/mp4", "m4a"],
  ["\x1aE\xdf\xa3", "video/webm", "webm"],
])("%j is %s", (head, contentType, extension) => {
  expect(mediaTypeOf(bytesOf(head))).toEqual({ contentType, extension });
});

it.each(["", "%PDF-1.7", "ID3\x04", "RIFF\0\0\0\0WAVE"])("%j has no known type", (head) => {
  expect(mediaTypeOf(bytesOf(head))).toBeNull();
});
