import { readFile, writeFile } from "node:fs/promises";
import { compressMatroska } from "./compress-matroska.ts";
import { withEdits, withoutFileType } from "./edit-mp4.ts";
import { ffmpeg } from "./ffmpeg.ts";

/** A video that players show in another way than its header or its first frames suggest. */
export type OddVideo = {
  /** The file, with the extension of its format. */
  readonly name: string;
  readonly make: (path: string) => Promise<void> | void;
  readonly frames: number;
  readonly seconds: number;
  /** The color at 0, 1, 2, … seconds. */
  readonly colors: readonly string[];
};

const H264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];

/** Inputs of one color each, one after the other; 320 x 240, 10 frames per second. */
export function colorSequence(...parts: readonly (readonly [color: string, seconds: number])[]): string[] {
  const inputs = parts.flatMap(([color, seconds]) => [
    "-f",
    "lavfi",
    "-i",
    `color=${color}:s=320x240:r=10:d=${seconds}`,
  ]);
  return [...inputs, "-filter_complex", `concat=n=${parts.length}`];
}

/** One second each of red, green and blue. */
export const RGB = colorSequence(["red", 1], ["lime", 1], ["blue", 1]);

/** Encodes red, green and blue, and changes the bytes of the file. */
async function changed(path: string, change: (bytes: Buffer) => Buffer, ...options: string[]): Promise<void> {
  ffmpeg(...RGB, ...options, path);
  await writeFile(path, change(await readFile(path)));
}

/** Encodes red, green and blue, and lets ffmpeg copy the frames into another file. */
function copied(path: string, before: readonly string[], after: readonly string[] = []): void {
  const whole = `${path}.whole.mkv`;
  ffmpeg(...RGB, ...H264, "-g", "10", whole);
  ffmpeg(...before, "-i", whole, ...after, "-c", "copy", path);
}

/** All odd videos. Each is what Chromium shows, which `npm run measure -- media` compares. */
export const ODD_VIDEOS: readonly OddVideo[] = [
  {
    name: "index-of-the-first-second-then-fragments.mp4",
    make: (path) =>
      ffmpeg(
        ...colorSequence(["white", 1], ["red", 4]),
        ...H264,
        "-g",
        "10",
        "-movflags",
        "frag_keyframe",
        path,
      ),
    frames: 50,
    seconds: 5,
    colors: ["white", "white", "red", "red", "red", "red"],
  },
  {
    name: "interlaced.mp4",
    make: (path) => ffmpeg(...RGB, ...H264, "-flags", "+ildct+ilme", "-x264-params", "tff=1", path),
    frames: 30,
    seconds: 3,
    colors: ["red", "green", "blue", "blue"],
  },
  {
    name: "recorded-live.webm",
    // Without the length of the file and an index: ffmpeg cannot go back to write them into a pipe.
    make: (path) =>
      ffmpeg(
        ...colorSequence(["red", 10], ["blue", 10]),
        "-c:v",
        "libvpx",
        "-g",
        "250",
        "-live",
        "1",
        "-f",
        "webm",
        path,
      ),
    frames: 200,
    seconds: 20,
    colors: [...Array(10).fill("red"), ...Array(11).fill("blue")],
  },
  {
    name: "without-file-type.mov",
    make: (path) => changed(path, withoutFileType, ...H264),
    frames: 30,
    seconds: 3,
    colors: ["red", "green", "blue", "blue"],
  },
  {
    name: "trimmed-by-an-edit-list.mp4",
    make: (path) =>
      changed(path, (mp4) => withEdits(mp4, [{ fromSeconds: 0.9, seconds: 1.5 }]), ...H264, "-bf", "0"),
    frames: 15,
    seconds: 1.5,
    colors: ["red", "green"],
  },
  {
    name: "two-edits.mp4",
    make: (path) =>
      changed(
        path,
        (mp4) =>
          withEdits(mp4, [
            { fromSeconds: 2, seconds: 1 },
            { fromSeconds: 0, seconds: 1 },
          ]),
        ...H264,
        "-bf",
        "0",
        "-g",
        "10",
      ),
    frames: 20,
    seconds: 2,
    colors: ["blue", "red", "red"],
  },
  {
    name: "two-tracks.mp4",
    make: (path) => {
      const [small, large] = [`${path}.small.mp4`, `${path}.large.mp4`];
      ffmpeg(...RGB, ...H264, small);
      ffmpeg("-f", "lavfi", "-i", "color=yellow:s=640x480:r=10:d=3", ...H264, large);
      ffmpeg("-i", small, "-i", large, "-map", "0", "-map", "1", "-c", "copy", path);
    },
    frames: 30,
    seconds: 3,
    colors: ["red", "green", "blue", "blue"],
  },
  ...["mp4", "mkv"].map((extension) => ({
    name: `starts-late.${extension}`,
    make: (path: string) => copied(path, ["-itsoffset", "2"]),
    frames: 30,
    seconds: 5,
    colors: ["red", "red", "red", "green", "blue", "blue"],
  })),
  {
    name: "compressed-frames.mkv",
    make: (path) => changed(path, compressMatroska, ...H264),
    frames: 30,
    seconds: 3,
    colors: ["red", "green", "blue", "blue"],
  },
  ...[
    { name: "h264.avi", options: H264 },
    { name: "mpeg4.avi", options: ["-c:v", "mpeg4"] },
    { name: "wmv2.wmv", options: ["-c:v", "wmv2"] },
  ].map(({ name, options }) => ({
    name,
    make: (path: string) => ffmpeg(...RGB, ...options, path),
    frames: 30,
    seconds: 3,
    colors: ["red", "green", "blue", "blue"],
  })),
];
