import { button, element } from "./element.ts";
import { type GifTimes, gifFrameAt, gifTimes } from "./gif-times.ts";
import { icon } from "./icons.ts";
import type { Player, PlayerEvents } from "./player.ts";
import { secondsText } from "./words.ts";

/** Whether this browser hands out the frames of a GIF one by one. */
export function canStepThroughGifs(): boolean {
  return "ImageDecoder" in globalThis;
}

/** Plays a GIF frame by frame, so that what was found is drawn over the frame in which it was found. */
export function openGif(url: string, label: string, events: PlayerEvents): Player {
  const canvas = element("canvas", { role: "img", "aria-label": label, width: "1", height: "1" });
  const words = element("span", { class: "faint" });
  const toggle = button(() => (playing === null ? play() : pause()), { class: "quiet" }, []);
  const closing = new AbortController();
  let frames: readonly ImageBitmap[] = [];
  let times: GifTimes = gifTimes([]);
  let now = 0;
  /** The request for the next picture; `null` while it holds still. */
  let playing: number | null = null;

  const draw = (): void => {
    const frame = frames[gifFrameAt(times, now)];
    if (frame !== undefined) canvas.getContext("2d")?.drawImage(frame, 0, 0);
    words.textContent = `${secondsText(now)} of ${secondsText(times.durationSeconds)}`;
  };
  const showToggle = (): void => {
    toggle.replaceChildren(icon(playing === null ? "play" : "pause"), playing === null ? "Play" : "Pause");
  };
  const play = (): void => {
    if (frames.length < 2) return;
    let before = performance.now();
    const step = (at: number): void => {
      now = (now + Math.max(0, at - before) / 1000) % times.durationSeconds;
      before = at;
      draw();
      events.onTime(now);
      playing = requestAnimationFrame(step);
    };
    playing = requestAnimationFrame(step);
    showToggle();
  };
  const pause = (): void => {
    if (playing !== null) cancelAnimationFrame(playing);
    playing = null;
    showToggle();
  };
  showToggle();
  readGif(url, closing.signal)
    .then((gif) => {
      if (closing.signal.aborted) return;
      ({ frames, times } = gif);
      canvas.width = frames[0]?.width ?? 1;
      canvas.height = frames[0]?.height ?? 1;
      draw();
      events.onSize();
    })
    .catch(() => {
      if (!closing.signal.aborted) events.onFailure();
    });
  return {
    root: canvas,
    controls: element("div", { class: "row controls" }, [toggle, words]),
    size: () => (frames.length === 0 ? null : { width: canvas.width, height: canvas.height }),
    durationSeconds: () => (frames.length < 2 ? null : times.durationSeconds),
    seek: (seconds) => {
      pause();
      now = Math.min(seconds, times.durationSeconds);
      draw();
      events.onTime(now);
    },
    pause,
    close: () => {
      pause();
      closing.abort();
      for (const frame of frames) frame.close();
    },
  };
}

/** More frames than this are not held: a picture takes four bytes a pixel. */
const MOST_FRAMES = 400;

async function readGif(
  url: string,
  signal: AbortSignal,
): Promise<{ frames: readonly ImageBitmap[]; times: GifTimes }> {
  const response = await fetch(url, { signal });
  if (!response.ok || response.body === null) throw new Error("The GIF could not be read.");
  const decoder = new ImageDecoder({ data: response.body, type: "image/gif" });
  await decoder.completed;
  const count = Math.min(decoder.tracks.selectedTrack?.frameCount ?? 0, MOST_FRAMES);
  const frames: ImageBitmap[] = [];
  const durations: number[] = [];
  for (let frameIndex = 0; frameIndex < count; frameIndex += 1) {
    const { image } = await decoder.decode({ frameIndex });
    durations.push((image.duration ?? 0) / 1e6);
    frames.push(await createImageBitmap(image));
    image.close();
  }
  decoder.close();
  return { frames, times: gifTimes(durations) };
}
