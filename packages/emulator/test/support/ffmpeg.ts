import { spawnSync } from "node:child_process";
import { expect } from "vitest";

const isMissing = ["ffmpeg", "ffprobe"].some((tool) => spawnSync(tool, ["-version"]).error !== undefined);

/** Skips a test with a note on a machine without FFmpeg; in CI the test fails instead. */
export function needFfmpeg(skip: (note: string) => void): void {
  if (!isMissing) return;
  if ((process.env["CI"] ?? "") !== "")
    expect.fail("ffmpeg and ffprobe are missing; CI must have them (apt-get install ffmpeg)");
  skip("ffmpeg and ffprobe are not on the PATH (apt-get install ffmpeg)");
}

/** Runs ffmpeg. The last argument is the output file. */
export function ffmpeg(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("ffmpeg", ["-v", "error", "-y", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`ffmpeg ${args.join(" ")}: ${stderr}`);
}

/** The properties of a file according to ffprobe. */
export type Probed = {
  /** The stored size, before rotation. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** For a still image, ffprobe reports an invented duration of one frame, or none. */
  readonly durationSeconds: number;
  /** Degrees; 0 for a file without rotation. EXIF is ignored. */
  readonly rotation: number;
};

/** Runs ffprobe for the first video stream of a file. */
export function ffprobe(path: string): Probed {
  const fields = "stream=width,height,nb_read_frames:stream_side_data=rotation:format=duration";
  const args = ["-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", fields];
  const { stdout } = spawnSync("ffprobe", [...args, "-of", "json", path], { encoding: "utf8" });
  const { streams, format } = JSON.parse(stdout);
  const [stream] = streams;
  return {
    width: stream.width,
    height: stream.height,
    frames: Number(stream.nb_read_frames),
    durationSeconds: Number(format.duration),
    rotation: stream.side_data_list?.[0]?.rotation ?? 0,
  };
}
