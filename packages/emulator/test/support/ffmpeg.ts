import { spawnSync } from "node:child_process";
import { expect } from "vitest";

const isMissing = ["ffmpeg", "ffprobe"].some((tool) => spawnSync(tool, ["-version"]).error !== undefined);

/** Skips a test on a machine without FFmpeg's tools, and says so; in CI it fails instead. */
export function needFfmpeg(skip: (note: string) => void): void {
  if (!isMissing) return;
  if ((process.env["CI"] ?? "") !== "")
    expect.fail("ffmpeg and ffprobe are missing; CI must have them (apt-get install ffmpeg)");
  skip("ffmpeg and ffprobe are not on the PATH (apt-get install ffmpeg)");
}

/** Runs ffmpeg; the last argument is the file to write. */
export function ffmpeg(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("ffmpeg", ["-v", "error", "-y", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`ffmpeg ${args.join(" ")}: ${stderr}`);
}

/** What ffprobe says about a file. */
export type Probed = {
  /** As stored, before any rotation. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** For a still picture ffprobe makes up the length of one frame, or says nothing. */
  readonly durationSeconds: number;
  /** Degrees, 0 for a file that says nothing of it; EXIF is not looked at. */
  readonly rotation: number;
};

/** Asks ffprobe about the first video stream of a file. */
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
