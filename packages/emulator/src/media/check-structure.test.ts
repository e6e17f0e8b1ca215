import { describe, expect, it } from "vitest";
import { checkStructure } from "./check-structure.ts";
import type { MediaFormat } from "./media-format.ts";

function check(mimetype: string, ...bytes: readonly number[]): Promise<void> {
  const format: MediaFormat = { mimetype, shortName: "test", kind: "video" };
  return checkStructure(new Blob([Uint8Array.from(bytes)]), format);
}

/** A segment with a size of one byte, a cluster, and a frame of two bytes in it. */
const SEGMENT = [0x18, 0x53, 0x80, 0x67];
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75];
const FRAME = [0xa3, 0x82, 1, 2];
const CUES = [0x1c, 0x53, 0xbb, 0x6b, 0x80];

describe("a Matroska file", () => {
  const matroska = (...bytes: number[]): Promise<void> => check("video/x-matroska", ...bytes);

  it("can have known and unknown sizes, and bytes after its end", async () => {
    await expect(matroska(...SEGMENT, 0x8e, ...CLUSTER, 0x84, ...FRAME, ...CUES)).resolves.toBeUndefined();
    await expect(matroska(...SEGMENT, 0x89, ...CLUSTER, 0x84, ...FRAME, 0, 0, 0)).resolves.toBeUndefined();
    await expect(
      matroska(...SEGMENT, 0xff, ...CLUSTER, 0xff, ...FRAME, ...CLUSTER, 0xff, ...FRAME, ...CUES),
    ).resolves.toBeUndefined();
    await expect(
      matroska(...SEGMENT, 0x01, 255, 255, 255, 255, 255, 255, 255, ...CLUSTER, 0x84, ...FRAME),
    ).resolves.toBeUndefined();
  });

  it("can end within a frame if its size is unknown", async () => {
    await expect(
      matroska(...SEGMENT, 0xff, ...CLUSTER, 0xff, ...FRAME, ...FRAME.slice(0, 3)),
    ).resolves.toBeUndefined();
    await expect(
      matroska(...SEGMENT, 0xff, ...CLUSTER, 0xff, ...FRAME, ...FRAME.slice(0, 1)),
    ).resolves.toBeUndefined();
  });

  it("fails if it is cut off", async () => {
    await expect(matroska(...SEGMENT, 0x89, ...CLUSTER, 0x84, ...FRAME.slice(0, 3))).rejects.toThrow(
      "it is cut off: 1 bytes are missing",
    );
  });

  it.for([
    { damage: "zeros between frames", bytes: [...SEGMENT, 0xff, ...CLUSTER, 0xff, ...FRAME, 0, 0] },
    { damage: "an unknown element", bytes: [...SEGMENT, 0xff, ...CLUSTER, 0xff, 0xa1, 0x80] },
    { damage: "a frame of unknown size", bytes: [...SEGMENT, 0xff, ...CLUSTER, 0xff, 0xa3, 0xff, 1] },
    { damage: "a frame beyond its cluster", bytes: [...SEGMENT, 0xff, ...CLUSTER, 0x83, ...FRAME] },
    { damage: "a cluster beyond its segment", bytes: [...SEGMENT, 0x88, ...CLUSTER, 0x84, ...FRAME] },
  ])("fails with $damage", async ({ bytes }) => {
    await expect(matroska(...bytes)).rejects.toThrow("it is damaged between its frames");
  });
});

describe("an AVI file", () => {
  const avi = (text: string): Promise<void> => check("video/x-msvideo", ...Buffer.from(text, "latin1"));

  it("can have nested lists, several RIFF chunks, and bytes after its end", async () => {
    await expect(
      avi("RIFF\x24\0\0\0AVI LIST\x18\0\0\0movi00dc\x01\0\0\0a\0JUNK\x02\0\0\0bb"),
    ).resolves.toBeUndefined();
    await avi(
      "RIFF\x22\0\0\0AVI LIST\x16\0\0\0movirec 00dc\x02\0\0\0aa".replace("movirec", "moviLIST\x0a\0\0\0rec"),
    );
    await expect(
      avi("RIFF\x18\0\0\0AVI LIST\x0c\0\0\0movi00dc\0\0\0\0RIFF\x04\0\0\0AVIX\0\0\0\0\0\0\0\0"),
    ).resolves.toBeUndefined();
  });

  it("fails if it is cut off, or damaged between its frames", async () => {
    await expect(avi("RIFF\x1a\0\0\0AVI LIST\x0e\0\0\0movi00dc\x02\0\0\0a")).rejects.toThrow(
      "it is cut off: 1 bytes are missing",
    );
    await expect(avi("RIFF\x18\0\0\0AVI LIST\x0c\0\0\0movi\0\0\0\0\0\0\0\0")).rejects.toThrow(
      "it is damaged between its frames",
    );
  });
});
