import { readFile, writeFile } from "node:fs/promises";
import { MOVING_FILES, PICTURES } from "../support/media-files.ts";
import { ffmpeg } from "../support/ffmpeg.ts";
import { makeGif } from "../support/gif.ts";
import { colorSequence, ODD_VIDEOS } from "../support/odd-videos.ts";
import { picture } from "../support/pictures.ts";

/** A media file that a script makes. */
export type MadeMedia = {
  /** The name of the file, with the extension of its format. */
  readonly name: string;
  /** The damage to its bytes; `null` for a valid file. */
  readonly fault: string | null;
  readonly make: (path: string) => Promise<void> | void;
};

type Options = readonly string[];

/** The first 300 ms are white, then one second each of red, green and blue; so no change is at a whole second. */
const PARTS = colorSequence(["white", 0.3], ["red", 1], ["lime", 1], ["blue", 1]);
const H264: Options = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];
const VP9: Options = ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-b:v", "200k"];
const AV1: Options = ["-c:v", "libaom-av1", "-cpu-used", "8", "-b:v", "200k"];
const HEVC: Options = ["-c:v", "libx265", "-x265-params", "log-level=none"];

const ENCODINGS: readonly {
  readonly extension: string;
  readonly codec: string;
  readonly options: Options;
}[] = [
  { extension: "mp4", codec: "h264", options: H264 },
  { extension: "mp4", codec: "hevc", options: HEVC },
  { extension: "mp4", codec: "vp9", options: VP9 },
  { extension: "mp4", codec: "av1", options: AV1 },
  { extension: "mov", codec: "h264", options: H264 },
  { extension: "mov", codec: "prores", options: ["-c:v", "prores"] },
  { extension: "webm", codec: "vp8", options: ["-c:v", "libvpx", "-b:v", "200k"] },
  { extension: "webm", codec: "vp9", options: VP9 },
  { extension: "webm", codec: "av1", options: AV1 },
  { extension: "mkv", codec: "h264", options: H264 },
  { extension: "mkv", codec: "vp8", options: ["-c:v", "libvpx", "-b:v", "200k"] },
  { extension: "mkv", codec: "vp9", options: VP9 },
  { extension: "avi", codec: "mpeg4", options: ["-c:v", "mpeg4"] },
  { extension: "wmv", codec: "wmv2", options: ["-c:v", "wmv2"] },
];

/** Variations of an encoding: options of the encoder or the container. */
const STRUCTURES: Readonly<Record<string, { readonly options: Options; readonly only?: readonly string[] }>> =
  {
    plain: { options: [] },
    "all-key-frames": { options: ["-g", "1"] },
    "one-key-frame": { options: ["-g", "1000"] },
    "wide-pixels": { options: ["-aspect", "2:1"] },
    "tall-pixels": { options: ["-aspect", "1:2"] },
    "odd-rate": { options: ["-r", "30000/1001"] },
    "slow-rate": { options: ["-r", "2"] },
    "index-first": { options: ["-movflags", "faststart"], only: ["mp4", "mov"] },
    fragments: { options: ["-g", "5", "-movflags", "frag_keyframe+empty_moov"], only: ["mp4", "mov"] },
    "index-then-fragments": { options: ["-g", "5", "-movflags", "frag_keyframe"], only: ["mp4", "mov"] },
    "fragments-with-base": {
      options: ["-g", "5", "-movflags", "frag_keyframe+empty_moov+default_base_moof"],
      only: ["mp4", "mov"],
    },
    "no-edit-list": { options: ["-use_editlist", "0"], only: ["mp4", "mov"] },
    live: { options: ["-live", "1"], only: ["webm", "mkv"] },
    "short-clusters": { options: ["-cluster_time_limit", "200"], only: ["webm", "mkv"] },
    "index-first-matroska": { options: ["-cues_to_front", "1"], only: ["webm", "mkv"] },
  };

/** Variations that copy an encoded file: options before and after the input. */
const COPIES: Readonly<Record<string, { readonly before: Options; readonly after: Options }>> = {
  "starts-late": { before: ["-itsoffset", "1.5"], after: [] },
  "cut-at-a-frame": { before: ["-ss", "1.05"], after: [] },
  "with-longer-sound": {
    before: ["-f", "lavfi", "-i", "sine=duration=5"],
    after: ["-map", "1:v", "-map", "0:a", "-ac", "2"],
  },
  "with-two-videos": { before: [], after: ["-map", "0:v", "-map", "0:v"] },
};

/** Faults: changes of the bytes. */
const FAULTS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  ...Object.fromEntries(
    [0.25, 0.5, 0.75, 0.9, 0.97, 0.995].map((share) => [
      `cut-to-${share}`,
      (bytes: Buffer) => bytes.subarray(0, bytes.length * share),
    ]),
  ),
  "zeros-in-the-middle": (bytes) => {
    const at = Math.floor(bytes.length / 2);
    return Buffer.from(bytes).fill(0, at, at + 40);
  },
  "a-changed-byte": (bytes) => {
    const changed = Buffer.from(bytes);
    const at = Math.floor(bytes.length * 0.6);
    changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
    return changed;
  },
  "bytes-after-the-end": (bytes) => Buffer.concat([bytes, Buffer.alloc(3000, 7)]),
  "a-removed-byte": (bytes) => {
    const at = Math.floor(bytes.length * 0.6);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  },
};

const SOUND: Readonly<Record<string, Options>> = {
  mp4: ["-c:a", "aac"],
  mov: ["-c:a", "aac"],
  webm: ["-c:a", "libopus"],
  mkv: ["-c:a", "libopus"],
  avi: ["-c:a", "mp2"],
  wmv: ["-c:a", "wmav2"],
};

/** All made media: encodings in their structures, with their faults, and images. */
export function listMadeMedia(): readonly MadeMedia[] {
  return [...listVideos(), ...listOddVideos(), ...listImages()];
}

function listVideos(): MadeMedia[] {
  return ENCODINGS.flatMap(({ extension, codec, options }) => {
    const encode = (path: string, extra: Options = []): void => ffmpeg(...PARTS, ...options, ...extra, path);
    const name = (variation: string): string => `${codec}-${variation}.${extension}`;
    const structures = Object.entries(STRUCTURES)
      .filter(([, { only }]) => only?.includes(extension) ?? true)
      // ffmpeg 5.1 fails to write it.
      .filter(([variation]) => codec !== "av1" || variation !== "live")
      .map(([variation, { options: extra }]) => ({
        name: name(variation),
        fault: null,
        make: (path: string) => encode(path, extra),
      }));
    const copies = Object.entries(COPIES).map(([variation, { before, after }]) => ({
      name: name(variation),
      fault: null,
      make: (path: string) => {
        const whole = `${path}.whole.${extension}`;
        encode(whole, ["-g", "5"]);
        ffmpeg(...before, "-i", whole, ...after, "-c:v", "copy", ...(SOUND[extension] ?? []), path);
      },
    }));
    const faults = Object.entries(FAULTS).map(([fault, change]) => ({
      name: name(fault),
      fault,
      make: async (path: string) => {
        encode(path, ["-g", "5"]);
        await writeFile(path, change(await readFile(path)));
      },
    }));
    return [...structures, ...copies, ...faults];
  });
}

function listOddVideos(): MadeMedia[] {
  const moving = Object.entries(MOVING_FILES).map(([name, make]) => ({ name: `moving-${name}`, make }));
  return [...moving, ...ODD_VIDEOS].map(({ name, make }) => ({ name, fault: null, make }));
}

function listImages(): MadeMedia[] {
  const images: Record<string, () => Promise<Buffer> | Buffer> = { ...PICTURES, ...listGifs() };
  const patch = { left: 0, top: 0, width: 40, height: 30, color: "#0000ff" };
  const corner = () => picture({ width: 120, height: 80 }, "#ff0000", [patch]);
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8])
    images[`exif-${orientation}.jpg`] = () => corner().withMetadata({ orientation }).jpeg().toBuffer();
  for (const quality of [10, 90])
    images[`quality-${quality}.jpg`] = () => corner().jpeg({ quality }).toBuffer();
  images["gray.jpg"] = () => corner().grayscale().jpeg().toBuffer();
  images["16-bit.png"] = () => corner().toColorspace("rgb16").png().toBuffer();
  const valid = Object.entries(images).map(([name, encode]) => ({ name, encode, fault: null, change: null }));
  const broken = [
    "baseline.jpg",
    "progressive.jpg",
    "palette.png",
    "alpha.png",
    "lossy.webp",
    "animated.gif",
  ].flatMap((name) =>
    Object.entries(FAULTS).map(([fault, change]) => ({
      name: `${fault}-${name}`,
      encode: images[name] ?? corner().png().toBuffer,
      fault,
      change,
    })),
  );
  return [...valid, ...broken].map(({ name, encode, fault, change }) => ({
    name,
    fault,
    make: async (path) => {
      const bytes = await encode();
      await writeFile(path, change === null ? bytes : change(bytes));
    },
  }));
}

function listGifs(): Record<string, () => Buffer> {
  const whole = { left: 0, top: 0, width: 160, height: 120, delay: 100 };
  const part = { left: 80, top: 30, width: 60, height: 60, delay: 100 };
  const gifs: Record<string, () => Buffer> = {
    "animated.gif": () =>
      makeGif({ width: 160, height: 120 }, [
        { ...whole, color: 0 },
        { ...part, color: 2 },
      ]),
  };
  for (const disposal of [1, 2, 3] as const)
    gifs[`disposal-${disposal}.gif`] = () =>
      makeGif({ width: 160, height: 120 }, [
        { ...whole, color: 0, disposal },
        { ...part, color: 2, disposal },
        { ...part, left: 0, color: 1 },
      ]);
  for (const [width, height] of [
    [640, 480],
    [800, 600],
    [100, 80],
    [0, 0],
    [3000, 2000],
  ] as const)
    gifs[`screen-${width}x${height}.gif`] = () => makeGif({ width, height }, [{ ...part, color: 0 }]);
  return gifs;
}
