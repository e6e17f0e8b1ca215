import { registerMediabunnyServer } from "@mediabunny/server";
import {
  BufferTarget,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";
import { loadVideoDecoder } from "../../src/media/load-video-decoder.ts";

registerMediabunnyServer();

/** Red, green and blue of a pixel, 0 to 255. */
export type Rgb = readonly [number, number, number];

const WIDTH = 64;
const HEIGHT = 48;

/**
 * Encodes a video of 64 x 48 pixels without ffmpeg.
 *
 * @param colorAt - the color of a pixel at a time.
 * @param options.turn - the clockwise rotation that a player applies, in degrees.
 */
export async function plainVideo(
  container: "webm" | "mp4" | "fragmented-mp4",
  options: {
    readonly seconds: number;
    readonly framesPerSecond?: number;
    readonly turn?: 0 | 90;
    readonly colorAt: (at: { seconds: number; x: number; y: number }) => Rgb;
  },
): Promise<Buffer<ArrayBuffer>> {
  const { seconds: length, framesPerSecond = 8, turn = 0, colorAt } = options;
  await loadVideoDecoder();
  const target = new BufferTarget();
  const fastStart = container === "mp4" ? "in-memory" : "fragmented";
  const format = container === "webm" ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart });
  const output = new Output({ format, target });
  const source = new VideoSampleSource({
    codec: container === "webm" ? "vp9" : "avc",
    bitrate: 100_000,
    hardwareAcceleration: "prefer-software",
  });
  output.addVideoTrack(source, { frameRate: framesPerSecond, rotation: turn });
  await output.start();
  for (let index = 0; index < length * framesPerSecond; index += 1) {
    const seconds = index / framesPerSecond;
    const sample = new VideoSample(
      pixelsOf((x, y) => colorAt({ seconds, x, y })),
      {
        format: "RGBA",
        codedWidth: WIDTH,
        codedHeight: HEIGHT,
        timestamp: seconds,
        duration: 1 / framesPerSecond,
      },
    );
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

function pixelsOf(colorOf: (x: number, y: number) => Rgb): Uint8Array {
  const places = Array.from({ length: WIDTH * HEIGHT }, (_, place) => place);
  return new Uint8Array(
    places.flatMap((place) => [...colorOf(place % WIDTH, Math.floor(place / WIDTH)), 255]),
  );
}
