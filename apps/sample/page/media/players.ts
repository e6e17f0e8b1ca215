import { element } from "../dom/element.ts";
import type { Size } from "./placement.ts";

/** Shows an item's media. */
export type Player = {
  readonly root: HTMLElement;
  /** The controls to show below the media, such as a play button; `null` if the media has its own. */
  readonly controls: HTMLElement | null;
  /** The size of the media in its own pixels; `null` until it is known. */
  size(): Size | null;
  /** The duration in seconds; `null` for still pictures and until it is known. */
  durationSeconds(): number | null;
  /** Shows the media at a time. */
  seek(seconds: number): void;
  pause(): void;
  /** Stops and releases all resources. */
  close(): void;
};

/** The events of a player. */
export type PlayerEvents = {
  /** The size or the duration became known or has changed. */
  readonly onSize: () => void;
  /** The player shows this time, in seconds. */
  readonly onTime: (seconds: number) => void;
  /** The browser cannot show the media. */
  readonly onFailure: () => void;
};

/** Shows a still picture, or a GIF whose frames the browser cannot decode one by one. */
export function openPicture(url: string, alt: string, { onSize, onFailure }: PlayerEvents): Player {
  const image = element("img", { alt, referrerpolicy: "no-referrer", decoding: "async" });
  image.addEventListener("load", onSize);
  image.addEventListener("error", onFailure);
  image.src = url;
  return {
    root: image,
    controls: null,
    size: () =>
      image.naturalWidth === 0 ? null : { width: image.naturalWidth, height: image.naturalHeight },
    durationSeconds: () => null,
    seek: () => {},
    pause: () => {},
    close: () => image.removeAttribute("src"),
  };
}

/** Plays a video with the browser's controls. */
export function openVideo(url: string, label: string, { onSize, onTime, onFailure }: PlayerEvents): Player {
  const video = element("video", {
    controls: true,
    playsinline: true,
    preload: "metadata",
    "aria-label": label,
  });
  // Browsers send `timeupdate` only four times per second, so the page reads the time itself during playback.
  const follow = (): void => {
    onTime(video.currentTime);
    if (!video.paused && !video.ended) requestAnimationFrame(follow);
  };
  video.addEventListener("play", follow);
  for (const name of ["seeked", "seeking", "timeupdate"])
    video.addEventListener(name, () => onTime(video.currentTime));
  for (const name of ["loadedmetadata", "durationchange", "resize"]) video.addEventListener(name, onSize);
  video.addEventListener("error", onFailure);
  video.src = url;
  return {
    root: video,
    controls: null,
    size: () => (video.videoWidth === 0 ? null : { width: video.videoWidth, height: video.videoHeight }),
    durationSeconds: () => (Number.isFinite(video.duration) ? video.duration : null),
    seek: (seconds) => {
      video.currentTime = seconds;
    },
    pause: () => video.pause(),
    close: () => {
      video.pause();
      // Makes the browser close the connection immediately.
      video.removeAttribute("src");
      video.load();
    },
  };
}
