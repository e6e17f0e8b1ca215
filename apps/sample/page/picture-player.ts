import { element } from "./element.ts";
import type { Player, PlayerEvents } from "./player.ts";

/** Shows a still picture; also a GIF that this browser cannot be asked for the frames of. */
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
