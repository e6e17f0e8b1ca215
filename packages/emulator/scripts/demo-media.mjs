// npm run make demo-media: generates the files in demo-media/. The same versions of sharp and the encoder produce the
// same bytes. The script is in this package because sharp and mediabunny are its dependencies.
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { registerMediabunnyServer } from "@mediabunny/server";
import { BufferTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } from "mediabunny";
import sharp from "sharp";

const out = new URL("../../../demo-media/", import.meta.url);

const RED = "#e01010";
const YELLOW = "#f8d800";
const GREEN = "#10b020";
const BLUE = "#1030e0";
const WHITE = "#ffffff";
const DARK = "#101010";
const GRAY = "#606060";

const files = [
  ["shapes.jpg", await shapes()],
  ["traffic-light.gif", await trafficLight()],
  ["colors.mp4", await colors()],
];
for (const [name, bytes] of files) {
  await writeFile(fileURLToPath(new URL(name, out)), bytes);
  console.log(`${String(name)} ${bytes.length} bytes`);
}

/**
 * A red disc (radius 110 around 200,200), a blue square (400..540, 60..200) and a green triangle on white, 640 x 480.
 */
function shapes() {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
    <rect width="640" height="480" fill="${WHITE}"/>
    <circle cx="200" cy="200" r="110" fill="${RED}"/>
    <rect x="400" y="60" width="140" height="140" fill="${BLUE}"/>
    <polygon points="470,270 580,430 360,430" fill="${GREEN}"/>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 92, chromaSubsampling: "4:4:4" }).toBuffer();
}

/** Red 0 to 1.5 s, red and yellow to 2.2 s, green to 3.8 s, yellow to 4.3 s, red to 5.2 s; 160 x 240. */
async function trafficLight() {
  const steps = [
    { lamps: [RED, GRAY, GRAY], delayMs: 1500 },
    { lamps: [RED, YELLOW, GRAY], delayMs: 700 },
    { lamps: [GRAY, GRAY, GREEN], delayMs: 1600 },
    { lamps: [GRAY, YELLOW, GRAY], delayMs: 500 },
    { lamps: [RED, GRAY, GRAY], delayMs: 900 },
  ];
  const frames = steps.map(({ lamps }) => {
    const circles = lamps.map(
      (fill, place) => `<circle cx="80" cy="${45 + place * 75}" r="34" fill="${fill}"/>`,
    );
    return Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="240"><rect width="160" height="240" fill="${DARK}"/>${circles.join("")}</svg>`,
    );
  });
  const pictures = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()));
  return sharp(pictures, { join: { animated: true } })
    .gif({ delay: steps.map((step) => step.delayMs), loop: 0, dither: 0, effort: 10 })
    .toBuffer();
}

/**
 * The background is red from 0 to 2.5 s, green to 5.5 s, blue to 8 s and yellow to 9.5 s. A white disc of radius 30
 * moves from left to right. 320 x 240, 12 frames per second, 114 frames; H.264, which every player supports, with the
 * index at the start of the file.
 */
async function colors() {
  const [width, height, framesPerSecond, seconds] = [320, 240, 12, 9.5];
  registerMediabunnyServer();
  await silenceNativeLog();
  // The file contains its creation time. With a fixed time, each run produces the same bytes.
  Date.now = () => Date.UTC(2026, 0, 1);
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const source = new VideoSampleSource({
    codec: "avc",
    bitrate: 250_000,
    keyFrameInterval: 2,
    hardwareAcceleration: "prefer-software",
  });
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  for (let index = 0; index < framesPerSecond * seconds; index += 1) {
    const timestamp = index / framesPerSecond;
    const fill = timestamp < 2.5 ? RED : timestamp < 5.5 ? GREEN : timestamp < 8 ? BLUE : YELLOW;
    const x = 40 + (timestamp / seconds) * 240;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${fill}"/><circle cx="${x}" cy="120" r="30" fill="${WHITE}"/></svg>`;
    const pixels = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
    const options = {
      format: "RGBA",
      codedWidth: width,
      codedHeight: height,
      timestamp,
      duration: 1 / framesPerSecond,
    };
    const sample = new VideoSample(pixels, options);
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return Buffer.from(target.buffer);
}

/** The encoder looks for graphics cards and reports each one that is missing. */
async function silenceNativeLog() {
  const server = createRequire(import.meta.url).resolve("@mediabunny/server");
  const { Log, AV_LOG_QUIET } = await import(pathToFileURL(createRequire(server).resolve("node-av")).href);
  Log.setLevel(AV_LOG_QUIET);
}
