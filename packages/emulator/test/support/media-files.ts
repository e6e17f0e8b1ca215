import { readFile, writeFile } from "node:fs/promises";
import { ffmpeg } from "./ffmpeg.ts";
import { animation, picture } from "./pictures.ts";

/** 2.3 s at 10 frames per second, 96 x 64, with moving parts. */
const MOVING = ["-f", "lavfi", "-i", "testsrc2=size=96x64:rate=10:duration=2.3"];
const SOUND = ["-f", "lavfi", "-i", "sine=duration=3.1"];
const H264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];

const photo = () =>
  picture({ width: 120, height: 80 }, "#ffffff", [
    { left: 0, top: 0, width: 60, height: 40, color: "#e00000" },
  ]);
const seeThrough = () => photo().ensureAlpha(0.5);

/** Still images by file name. Each function encodes the image with sharp. */
export const PICTURES: Readonly<Record<string, () => Promise<Buffer>>> = {
  "baseline.jpg": () => photo().jpeg().toBuffer(),
  "exif-turned.jpg": () => photo().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  "exif-mirrored.jpg": () => photo().withMetadata({ orientation: 2 }).jpeg().toBuffer(),
  "progressive.jpg": () => photo().jpeg({ progressive: true }).toBuffer(),
  "cmyk.jpg": () => photo().toColorspace("cmyk").jpeg().toBuffer(),
  "alpha.png": () => seeThrough().png().toBuffer(),
  "palette.png": () => photo().png({ palette: true }).toBuffer(),
  "interlaced.png": () => photo().png({ progressive: true }).toBuffer(),
  "lossy.webp": () => photo().webp().toBuffer(),
  "alpha.webp": () => seeThrough().webp({ lossless: true }).toBuffer(),
  "still.gif": () => photo().gif().toBuffer(),
};

/** Animations and videos by file name. Each function writes the file to a path, mostly with ffmpeg. */
export const MOVING_FILES: Readonly<Record<string, (path: string) => Promise<void> | void>> = {
  "uneven-delays.gif": async (path) => writeFile(path, await unevenDelays()),
  "h264.mp4": (path) => ffmpeg(...MOVING, ...H264, path),
  "with-longer-sound.mp4": (path) => ffmpeg(...MOVING, ...SOUND, ...H264, "-c:a", "aac", path),
  "turned.mp4": async (path) => {
    ffmpeg(...MOVING, ...H264, path);
    await writeFile(path, turnRight(await readFile(path)));
  },
  "cut-without-encoding.mp4": (path) => {
    const whole = `${path}.whole.mp4`;
    ffmpeg(...MOVING, ...H264, whole);
    ffmpeg("-ss", "1.05", "-i", whole, "-c", "copy", path);
  },
  "fragmented.mp4": (path) => ffmpeg(...MOVING, ...H264, "-movflags", "frag_keyframe+empty_moov", path),
  "hevc.mp4": (path) => ffmpeg(...MOVING, "-c:v", "libx265", "-x265-params", "log-level=none", path),
  "av1.mp4": (path) => ffmpeg(...MOVING, "-c:v", "libaom-av1", "-cpu-used", "8", path),
  "vp9.webm": (path) => ffmpeg(...MOVING, "-c:v", "libvpx-vp9", "-b:v", "200k", path),
  "vp8.webm": (path) => ffmpeg(...MOVING, "-c:v", "libvpx", path),
  "h264.mov": (path) => ffmpeg(...MOVING, ...H264, path),
  "prores.mov": (path) => ffmpeg(...MOVING, "-c:v", "prores", path),
  "h264.mkv": (path) => ffmpeg(...MOVING, ...H264, path),
  "video-begins-later.mp4": (path) => beginLater(path),
  "video-begins-later.mkv": (path) => beginLater(path),
  "slides.mp4": (path) =>
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=96x64:rate=1/4:duration=12", ...H264, path),
};

/** Encodes a GIF whose delays range from 10 ms, which players display as 100 ms, to more than one second. */
function unevenDelays(): Promise<Buffer> {
  return animation([
    { color: "#ff0000", delayMs: 300 },
    { color: "#00ff00", delayMs: 10 },
    { color: "#0000ff", delayMs: 1250 },
    { color: "#ffff00", delayMs: 20 },
    { color: "#00ffff", delayMs: 700 },
  ]);
}

/** Writes a file whose audio starts at 0 s and whose video starts at 1.5 s. */
function beginLater(path: string): void {
  const video = `${path}.video.mp4`;
  ffmpeg(...MOVING, ...H264, video);
  const maps = ["-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac"];
  ffmpeg("-itsoffset", "1.5", "-i", video, ...SOUND, ...maps, path);
}

/**
 * Writes a clockwise rotation by 90 degrees into the header of the only track. The option for it differs between
 * versions of ffmpeg.
 */
function turnRight(mp4: Buffer): Buffer {
  // After the name: version and flags, two times, id, a reserved number, the length, two reserved numbers, layer, group
  // and volume.
  const matrix = mp4.indexOf("tkhd") + 4 + 40;
  const height = mp4.readUInt32BE(matrix + 40);
  const [a, b, c, d, x, w] = [0, 0x10000, -0x10000, 0, height, 0x4000_0000];
  for (const [place, value] of [a, b, 0, c, d, 0, x, 0, w].entries())
    mp4.writeInt32BE(value, matrix + place * 4);
  return mp4;
}
