import { createServer, type Server } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** What a browser shows of a file. */
export type ShownMedia = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0 for an image. */
  readonly durationSeconds: number;
  /** The pixels at 0 s, in the middle and at the end: red, green and blue of each pixel; one for an image. */
  readonly frames: readonly Shot[];
};

/** A picture of a frame. Its pixels are in Base64, because they come from the browser. */
export type Shot = {
  readonly timeSeconds: number;
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
};

/** Serves the files of a folder to the browser, with the ranges that it needs to seek. */
export async function serveFolder(folder: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    void (async () => {
      const name = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname.slice(1));
      if (name === "") return response.setHeader("content-type", "text/html").end("<!doctype html>");
      const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
      const [, from = "0", to = ""] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
      const [start, end] = [Number(from), to === "" ? bytes.length - 1 : Number(to)];
      return response
        .writeHead(request.headers.range === undefined ? 200 : 206, {
          "accept-ranges": "bytes",
          "content-range": `bytes ${start}-${end}/${bytes.length}`,
        })
        .end(bytes.subarray(start, end + 1));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address with one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/**
 * Shows a file in a page. A video is played to its end, which extends the duration of some, before the shots are taken.
 *
 * @returns the error as a text if the browser does not show it to its end.
 */
export async function showMedia(page: Page, url: string): Promise<ShownMedia | string> {
  const isVideo = /\.(mp4|mov|webm|mkv|avi|wmv)$/.test(url);
  try {
    return await page.evaluate(showInPage, { url, isVideo });
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

/** Runs in the page, so it uses nothing from outside. */
async function showInPage(file: { url: string; isVideo: boolean }): Promise<ShownMedia> {
  const takeShot = (
    source: CanvasImageSource,
    size: { width: number; height: number },
    timeSeconds: number,
  ): Shot => {
    const scale = Math.min(1, 160 / Math.max(size.width, size.height));
    const width = Math.ceil(size.width * scale);
    const height = Math.ceil(size.height * scale);
    const context = new OffscreenCanvas(width, height).getContext("2d");
    if (context === null || width === 0) throw new Error("no picture");
    context.imageSmoothingEnabled = false;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(source, 0, 0, width, height);
    const colors = context.getImageData(0, 0, width, height).data.filter((_, at) => at % 4 < 3);
    const rgb = btoa(Array.from(colors, (byte) => String.fromCharCode(byte)).join(""));
    return { timeSeconds, width, height, rgb };
  };
  if (!file.isVideo) {
    const image = new Image();
    image.src = file.url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const frames = [takeShot(image, { width, height }, 0)];
    return { widthPx: width, heightPx: height, durationSeconds: 0, frames };
  }
  const video = document.createElement("video");
  video.muted = true;
  video.src = file.url;
  const wait = (event: string, ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`no event ${event}`)), ms);
      video.addEventListener(event, () => resolve(), { once: true });
      video.addEventListener("error", () => reject(new Error(video.error?.message)), { once: true });
    });
  await wait("loadeddata", 5000);
  document.body.replaceChildren(video);
  video.playbackRate = 8;
  await Promise.all([wait("ended", 30_000), video.play()]);
  const { videoWidth: width, videoHeight: height, duration } = video;
  const frames = [];
  const last = Math.floor(duration);
  for (const timeSeconds of new Set([0, Math.floor(last / 2), last])) {
    // The event comes before the frame. If the shown frame stays the same, there is no callback.
    const presented = new Promise((resolve) => {
      video.requestVideoFrameCallback(resolve);
      setTimeout(resolve, 1000);
    });
    const sought = wait("seeked", 5000);
    video.currentTime = timeSeconds;
    await sought;
    await presented;
    frames.push(takeShot(video, { width, height }, timeSeconds));
  }
  return { widthPx: width, heightPx: height, durationSeconds: duration, frames };
}
