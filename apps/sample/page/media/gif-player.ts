import { button, element } from "../dom/element.ts";
import { type GifFrames, readGifFrames } from "./gif-frames.ts";
import { findGifFrame } from "./gif-timing.ts";
import { icon } from "../dom/icons.ts";
import type { Player, PlayerEvents } from "./players.ts";
import { formatSeconds } from "../format/format-values.ts";

/** Plays a GIF frame by frame, so that boxes and masks are drawn over the frame that they belong to. */
export function openGif(url: string, label: string, events: PlayerEvents): Player {
  const canvas = element("canvas", { role: "img", "aria-label": label, width: "1", height: "1" });
  const time = element("span", { class: "faint" });
  const toggle = button(() => (playing === null ? play() : pause()), { class: "quiet" }, []);
  const closing = new AbortController();
  /** `null` until the GIF is loaded, and after it was closed. */
  let frames: GifFrames | null = null;
  let currentSeconds = 0;
  /** The index of the visible frame; `null` before the first one. */
  let shown: number | null = null;
  let isDecoding = false;
  /** The pending animation frame; `null` while the GIF is paused. */
  let playing: number | null = null;

  const durationSeconds = (): number => frames?.timing.durationSeconds ?? 0;
  const target = (): number => (frames === null ? 0 : findGifFrame(frames.timing, currentSeconds));
  const showTime = (): void => {
    const isLate = shown !== target();
    canvas.ariaBusy = String(isLate);
    time.textContent = `${formatSeconds(currentSeconds)} of ${formatSeconds(durationSeconds())}${isLate ? ", decoding…" : ""}`;
  };
  /**
   * Draws the frame at the current time. Decodes one frame at a time and continues if the time has changed in the
   * meantime.
   */
  const draw = async (): Promise<void> => {
    if (isDecoding || frames === null) return showTime();
    isDecoding = true;
    for (let frame = target(); shown !== frame; frame = target()) {
      showTime();
      const picture = await frames.picture(frame);
      if (closing.signal.aborted) return;
      const isFirst = shown === null;
      if (isFirst) {
        canvas.width = picture.width;
        canvas.height = picture.height;
      }
      const context = canvas.getContext("2d");
      context?.clearRect(0, 0, canvas.width, canvas.height);
      context?.drawImage(picture, 0, 0);
      shown = frame;
      if (isFirst) events.onSize();
    }
    isDecoding = false;
    showTime();
  };
  const fail = (): void => {
    if (!closing.signal.aborted) events.onFailure();
  };
  const showToggle = (): void => {
    toggle.replaceChildren(icon(playing === null ? "play" : "pause"), playing === null ? "Play" : "Pause");
  };
  const play = (): void => {
    if (frames === null || frames.timing.starts.length < 2) return;
    let previous = performance.now();
    const step = (at: number): void => {
      playing = requestAnimationFrame(step);
      // The time advances only while its frame is visible, so that scores and picture always match.
      if (shown === target()) {
        currentSeconds = (currentSeconds + Math.max(0, at - previous) / 1000) % durationSeconds();
        draw().catch(fail);
        events.onTime(currentSeconds);
      }
      previous = at;
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
  readGifFrames(url, closing.signal)
    .then((gif) => {
      if (closing.signal.aborted) return gif.close();
      frames = gif;
      return draw();
    })
    .catch(fail);
  return {
    root: canvas,
    controls: element("div", { class: "row controls" }, [toggle, time]),
    size: () => (shown === null ? null : { width: canvas.width, height: canvas.height }),
    durationSeconds: () => (frames === null || frames.timing.starts.length < 2 ? null : durationSeconds()),
    seek: (seconds) => {
      pause();
      currentSeconds = Math.min(seconds, durationSeconds());
      draw().catch(fail);
      events.onTime(currentSeconds);
    },
    pause,
    close: () => {
      pause();
      closing.abort();
      frames?.close();
      frames = null;
    },
  };
}
