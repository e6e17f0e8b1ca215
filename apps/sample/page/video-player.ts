import { element } from "./element.ts";
import type { Player, PlayerEvents } from "./player.ts";

/** Plays a video with the browser's own controls. */
export function openVideo(url: string, label: string, { onSize, onTime, onFailure }: PlayerEvents): Player {
  const video = element("video", {
    controls: true,
    playsinline: true,
    preload: "metadata",
    "aria-label": label,
  });
  // The browser tells the time four times a second; between that, the page asks for it while the video plays.
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
      // So that the browser closes the connection at once.
      video.removeAttribute("src");
      video.load();
    },
  };
}
