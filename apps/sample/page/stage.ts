import type { ItemDetail, ItemSource } from "../api/desk-api.ts";
import type { ClassColors } from "./class-colors.ts";
import { itemUrl } from "./desk-client.ts";
import { button, drawn, element } from "./element.ts";
import type { FrameStore } from "./frame-store.ts";
import { canStepThroughGifs } from "./gif-frames.ts";
import { openGif } from "./gif-player.ts";
import { harmWords, mayBeHarmful } from "./harm.ts";
import { icon } from "./icons.ts";
import { buildMaskLayer } from "./mask-layer.ts";
import { type MediaKind, mediaKindOf } from "./media-kind.ts";
import { drawBoxes } from "./overlay.ts";
import { placeInside } from "./overlay-geometry.ts";
import { openPicture } from "./picture-player.ts";
import type { Player, PlayerEvents } from "./player.ts";
import type { Playhead } from "./playhead.ts";
import { openVideo } from "./video-player.ts";
import { nameOf } from "./words.ts";

/** Where an item's picture or video is seen, with what was found drawn over it. */
export type Stage = {
  readonly root: HTMLElement;
  /** Shows what has changed of the item. */
  showItem(item: ItemDetail): void;
  /** Draws anew: frames have come, or the theme has changed. */
  redraw(options?: { readonly isRecolored: boolean }): void;
  /** How long the media lasts, in seconds; `null` if that is not known. */
  durationSeconds(): number | null;
  close(): void;
};

/** What is seen, and what else looks at it. */
export type StageSurroundings = {
  readonly frames: FrameStore;
  readonly playhead: Playhead;
  readonly colors: ClassColors;
  readonly onShares: (shares: ReadonlyMap<string, number>) => void;
  readonly onDuration: () => void;
};

const GIF_WORDS =
  "It plays by itself: what is seen is not the moment of the timeline, to which the scores and what is drawn belong.";

/** Builds it. Nothing is loaded from elsewhere before a person asks for it. */
export function buildStage(
  first: ItemDetail,
  source: Exclude<ItemSource, { readonly kind: "text" }>,
  surroundings: StageSurroundings,
): Stage {
  const { frames, playhead, colors, onShares, onDuration } = surroundings;
  const name = nameOf(source);
  let item = first;
  /** What the person chose; `null` as long as the decision says it. */
  let isShown: boolean | null = null;
  /** `null` until the media is loaded. */
  let player: Player | null = null;

  const boxes = drawn("svg", { class: "boxes", "aria-hidden": "true" });
  const masks = buildMaskLayer(first.id, { colors, onShares });
  const layers = element("div", { class: "layers" }, [masks.root, boxes]);
  const place = element("div", { class: "media" });
  const veilWords = element("small", {});
  const veilAction = element("strong", {});
  const veil = button(() => reveal(true), { class: "veil" }, [icon("hide"), veilAction, veilWords]);
  const screen = element("div", { class: "screen" }, [place, layers, veil]);
  const overlayBox = element("input", { type: "checkbox", checked: true });
  const overlaySwitch = element("label", { class: "check" }, [overlayBox, "Show what was found"]);
  const blur = button(() => reveal(false), { class: "quiet" }, [icon("hide"), "Blur it"]);
  const controls = element("div", { class: "row" });
  const bar = element("div", { class: "stage-bar" }, [controls, overlaySwitch, blur]);
  const root = element("section", { class: "stage", "aria-label": "Media" }, [screen, bar]);

  const events: PlayerEvents = {
    onSize: () => {
      redraw();
      onDuration();
    },
    onTime: (seconds) => playhead.move(seconds, "player"),
    onFailure: () => fail(),
  };
  const fail = (): void => {
    // A web address without a name for what it is may also be a video.
    if (source.kind === "url" && player?.root instanceof HTMLImageElement) return load("video");
    // What cannot be taken apart can perhaps be seen as a whole.
    if (player?.root instanceof HTMLCanvasElement) return load("gif", { isSteppedThrough: false });
    player?.close();
    player = null;
    place.replaceChildren(element("p", { class: "no-media" }, [missingWords(source, item)]));
    controls.replaceChildren();
    layers.hidden = true;
    show();
  };
  const load = (kind: MediaKind, { isSteppedThrough } = { isSteppedThrough: canStepThroughGifs() }): void => {
    const url = source.kind === "url" ? source.url : itemUrl(item.id, "/media");
    player?.close();
    player =
      kind === "video"
        ? openVideo(url, `Video ${name}`, events)
        : kind === "gif" && source.kind === "media" && isSteppedThrough
          ? openGif(url, `GIF ${name}`, events)
          : openPicture(url, `Picture ${name}`, events);
    place.replaceChildren(player.root);
    const isOnItsOwn = kind === "gif" && player.controls === null;
    const words = isOnItsOwn ? element("span", { class: "faint" }, [GIF_WORDS]) : null;
    controls.replaceChildren(player.controls ?? words ?? "");
  };
  const isVeiled = (): boolean => !(isShown ?? (source.kind === "media" && !mayBeHarmful(item)));
  const hasMedia = (): boolean => source.kind === "url" || item.hasMedia;
  const show = (): void => {
    const isHidden = isVeiled() && place.querySelector(".no-media") === null;
    if (!hasMedia() && player === null)
      place.replaceChildren(element("p", { class: "no-media" }, [missingWords(source, item)]));
    else if (player === null && place.childElementCount === 0 && (source.kind === "media" || !isHidden))
      load(mediaKindOf(source, item.summary?.results[0]?.media?.mimeType ?? null));
    screen.classList.toggle("veiled", isHidden && hasMedia());
    veil.hidden = !isHidden || !hasMedia();
    bar.inert = !veil.hidden;
    place.inert = !veil.hidden;
    layers.hidden = !veil.hidden || !overlayBox.checked;
    blur.hidden = player === null;
    const address = source.kind === "url" && player === null ? URL.parse(source.url) : null;
    veilAction.textContent = address === null ? "Show it" : `Load it from ${address.host}`;
    veilWords.textContent =
      address === null ? harmWords(item) : `${harmWords(item)} ${onlookerWords(address)}`;
    if (!veil.hidden) player?.pause();
  };
  const reveal = (next: boolean): void => {
    isShown = next;
    show();
    redraw();
    (next ? blur : veil).focus({ preventScroll: true });
  };
  const redraw = (options = { isRecolored: false }): void => {
    const size = player?.size() ?? null;
    const current = frames.at(playhead.seconds);
    if (options.isRecolored) masks.recolor();
    masks.show(current);
    if (size === null) return;
    const placement = placeInside({ width: screen.clientWidth, height: screen.clientHeight }, size);
    masks.place(placement);
    // Boxes are in pixels of the media as Hive saw it.
    const seenWidth = item.summary?.results[0]?.media?.widthPx ?? size.width;
    const scale = seenWidth > 0 ? placement.width / seenWidth : placement.scale;
    drawBoxes(boxes, current, { placement: { ...placement, scale }, colors });
  };
  const observer = new ResizeObserver(() => redraw());
  observer.observe(screen);
  overlayBox.addEventListener("change", show);
  playhead.listen((seconds, mover) => {
    if (mover === "person") player?.seek(seconds);
    redraw();
  });
  show();
  return {
    root,
    showItem: (next) => {
      item = next;
      show();
      redraw();
    },
    redraw,
    durationSeconds: () => player?.durationSeconds() ?? null,
    close: () => {
      observer.disconnect();
      player?.close();
    },
  };
}

/** Who learns of it when something is loaded from a web address, as a sentence. */
function onlookerWords({ host, protocol }: URL): string {
  if (protocol === "https:") return `${host} will see that somebody looks.`;
  return `${host} will see that somebody looks, and so may everybody on the way: the address is not encrypted.`;
}

function missingWords(source: ItemSource, { hasMedia }: ItemDetail): string {
  if (source.kind === "url") return "This browser cannot show what is at the address.";
  return hasMedia ? "This browser cannot show the file." : "The desk has not kept the file.";
}
