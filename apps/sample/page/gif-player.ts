import { button, element } from "./element.ts";
import { type GifFrames, readGifFrames } from "./gif-frames.ts";
import { gifFrameAt } from "./gif-times.ts";
import { icon } from "./icons.ts";
import type { Player, PlayerEvents } from "./player.ts";
import { secondsText } from "./words.ts";

/** Plays a GIF frame by frame, so that what was found is drawn over the frame in which it was found. */
export function openGif(url: string, label: string, events: PlayerEvents): Player {
  const canvas = element("canvas", { role: "img", "aria-label": label, width: "1", height: "1" });
  const words = element("span", { class: "faint" });
  const toggle = button(() => (playing === null ? play() : pause()), { class: "quiet" }, []);
  const closing = new AbortController();
  /** `null` until it is read, and after it was closed. */
  let frames: GifFrames | null = null;
  let now = 0;
  /** The frame that is seen; `null` before the first one. */
  let drawn: number | null = null;
  let isDecoding = false;
  /** The request for the next picture; `null` while it holds still. */
  let playing: number | null = null;

  const durationSeconds = (): number => frames?.times.durationSeconds ?? 0;
  const wanted = (): number => (frames === null ? 0 : gifFrameAt(frames.times, now));
  const showWords = (): void => {
    const isLate = drawn !== wanted();
    canvas.ariaBusy = String(isLate);
    words.textContent = `${secondsText(now)} of ${secondsText(durationSeconds())}${isLate ? ", being read…" : ""}`;
  };
  /** Draws the frame of this moment. One is decoded at a time; where the moment has moved on meanwhile, that one is next. */
  const draw = async (): Promise<void> => {
    if (isDecoding || frames === null) return showWords();
    isDecoding = true;
    for (let frame = wanted(); drawn !== frame; frame = wanted()) {
      showWords();
      const picture = await frames.picture(frame);
      if (closing.signal.aborted) return;
      const isFirst = drawn === null;
      if (isFirst) {
        canvas.width = picture.width;
        canvas.height = picture.height;
      }
      const context = canvas.getContext("2d");
      context?.clearRect(0, 0, canvas.width, canvas.height);
      context?.drawImage(picture, 0, 0);
      drawn = frame;
      if (isFirst) events.onSize();
    }
    isDecoding = false;
    showWords();
  };
  const fail = (): void => {
    if (!closing.signal.aborted) events.onFailure();
  };
  const showToggle = (): void => {
    toggle.replaceChildren(icon(playing === null ? "play" : "pause"), playing === null ? "Play" : "Pause");
  };
  const play = (): void => {
    if (frames === null || frames.times.starts.length < 2) return;
    let before = performance.now();
    const step = (at: number): void => {
      playing = requestAnimationFrame(step);
      // Time stands still until its picture is there: scores are never seen beside another one.
      if (drawn === wanted()) {
        now = (now + Math.max(0, at - before) / 1000) % durationSeconds();
        draw().catch(fail);
        events.onTime(now);
      }
      before = at;
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
    controls: element("div", { class: "row controls" }, [toggle, words]),
    size: () => (drawn === null ? null : { width: canvas.width, height: canvas.height }),
    durationSeconds: () => (frames === null || frames.times.starts.length < 2 ? null : durationSeconds()),
    seek: (seconds) => {
      pause();
      now = Math.min(seconds, durationSeconds());
      draw().catch(fail);
      events.onTime(now);
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
