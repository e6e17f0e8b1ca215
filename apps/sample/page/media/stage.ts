import type { ItemDetail, ItemSource } from "../../api/desk-api.ts";
import type { ClassColors } from "../frames/class-colors.ts";
import { itemUrl } from "../client/desk-client.ts";
import { button, element, svgElement } from "../dom/element.ts";
import type { FrameStore } from "../frames/frame-store.ts";
import { canDecodeGifFrames } from "./gif-frames.ts";
import { openGif } from "./gif-player.ts";
import { icon } from "../dom/icons.ts";
import { buildMaskLayer } from "./mask-layer.ts";
import { type MediaKind, detectMediaKind } from "./media-kind.ts";
import { drawBoxes } from "./box-overlay.ts";
import { containPicture } from "./placement.ts";
import { openPicture, openVideo, type Player, type PlayerEvents } from "./players.ts";
import type { Playhead } from "../frames/playhead.ts";
import { describeHarm, describeSource, mayBeHarmful } from "../format/item-labels.ts";

/** Shows an item's media with its boxes and masks. */
export type Stage = {
  readonly root: HTMLElement;
  /** Updates the item. */
  showItem(item: ItemDetail): void;
  /** Redraws the overlays after frames have arrived or the theme has changed. */
  redraw(options?: { readonly isRecolored: boolean }): void;
  /** The duration of the media in seconds; `null` if it is unknown. */
  durationSeconds(): number | null;
  close(): void;
};

/** The data that the stage shows, and its callbacks. */
export type StageOptions = {
  readonly frames: FrameStore;
  readonly playhead: Playhead;
  readonly colors: ClassColors;
  readonly onShares: (shares: ReadonlyMap<string, number>) => void;
  readonly onDuration: () => void;
};

const GIF_HINT =
  "This GIF plays automatically, so the picture does not match the timeline, the scores and the overlays.";

/** Builds the stage. Media from another server is loaded only when the user asks for it. */
export function buildStage(
  first: ItemDetail,
  source: Exclude<ItemSource, { readonly kind: "text" }>,
  options: StageOptions,
): Stage {
  const { frames, playhead, colors, onShares, onDuration } = options;
  const name = describeSource(source);
  let item = first;
  /** The user's choice; `null` if the decision determines whether the media is shown. */
  let isShown: boolean | null = null;
  /** `null` until the media is loaded. */
  let player: Player | null = null;

  const boxes = svgElement("svg", { class: "boxes", "aria-hidden": "true" });
  const masks = buildMaskLayer(first.id, { colors, onShares });
  const layers = element("div", { class: "layers" }, [masks.root, boxes]);
  const place = element("div", { class: "media" });
  const veilText = element("small", {});
  const veilAction = element("strong", {});
  const veil = button(() => reveal(true), { class: "veil" }, [icon("hide"), veilAction, veilText]);
  const screen = element("div", { class: "screen" }, [place, layers, veil]);
  const overlayBox = element("input", { type: "checkbox", checked: true });
  const overlaySwitch = element("label", { class: "check" }, [overlayBox, "Show overlays"]);
  const blur = button(() => reveal(false), { class: "quiet" }, [icon("hide"), "Blur"]);
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
    // A URL without a file name extension may be a video.
    if (source.kind === "url" && player?.root instanceof HTMLImageElement) return load("video");
    // A GIF whose frames cannot be decoded may still be shown as a picture.
    if (player?.root instanceof HTMLCanvasElement) return load("gif", { canDecode: false });
    player?.close();
    player = null;
    place.replaceChildren(element("p", { class: "no-media" }, [describeMissingMedia(source, item)]));
    controls.replaceChildren();
    layers.hidden = true;
    show();
  };
  const load = (kind: MediaKind, { canDecode } = { canDecode: canDecodeGifFrames() }): void => {
    const url = source.kind === "url" ? source.url : itemUrl(item.id, "/media");
    player?.close();
    player =
      kind === "video"
        ? openVideo(url, `Video ${name}`, events)
        : kind === "gif" && source.kind === "media" && canDecode
          ? openGif(url, `GIF ${name}`, events)
          : openPicture(url, `Picture ${name}`, events);
    place.replaceChildren(player.root);
    const isAutoplaying = kind === "gif" && player.controls === null;
    const hint = isAutoplaying ? element("span", { class: "faint" }, [GIF_HINT]) : null;
    controls.replaceChildren(player.controls ?? hint ?? "");
  };
  const isVeiled = (): boolean => !(isShown ?? (source.kind === "media" && !mayBeHarmful(item)));
  const hasMedia = (): boolean => source.kind === "url" || item.hasMedia;
  const show = (): void => {
    const isHidden = isVeiled() && place.querySelector(".no-media") === null;
    if (!hasMedia() && player === null)
      place.replaceChildren(element("p", { class: "no-media" }, [describeMissingMedia(source, item)]));
    else if (player === null && place.childElementCount === 0 && (source.kind === "media" || !isHidden))
      load(detectMediaKind(source, item.summary?.results[0]?.media?.mimeType ?? null));
    screen.classList.toggle("veiled", isHidden && hasMedia());
    veil.hidden = !isHidden || !hasMedia();
    bar.inert = !veil.hidden;
    place.inert = !veil.hidden;
    layers.hidden = !veil.hidden || !overlayBox.checked;
    blur.hidden = player === null;
    const remote = source.kind === "url" && player === null ? URL.parse(source.url) : null;
    veilAction.textContent = remote === null ? "Show media" : `Load from ${remote.host}`;
    veilText.textContent =
      remote === null ? describeHarm(item) : `${describeHarm(item)} ${describeExposure(remote)}`;
    if (!veil.hidden) player?.pause();
  };
  const reveal = (next: boolean): void => {
    isShown = next;
    show();
    redraw();
    (next ? blur : veil).focus({ preventScroll: true });
  };
  const redraw = ({ isRecolored } = { isRecolored: false }): void => {
    const size = player?.size() ?? null;
    const current = frames.at(playhead.seconds);
    if (isRecolored) masks.recolor();
    masks.show(current);
    if (size === null) return;
    const placement = containPicture({ width: screen.clientWidth, height: screen.clientHeight }, size);
    masks.place(placement);
    // Boxes are in pixels of the media that Hive received.
    const sourceWidth = item.summary?.results[0]?.media?.widthPx ?? size.width;
    const scale = sourceWidth > 0 ? placement.width / sourceWidth : placement.scale;
    drawBoxes(boxes, current, { placement: { ...placement, scale }, colors });
  };
  const observer = new ResizeObserver(() => redraw());
  observer.observe(screen);
  overlayBox.addEventListener("change", show);
  playhead.listen((seconds, movedBy) => {
    if (movedBy === "user") player?.seek(seconds);
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

/** Explains who can see the request if media is loaded from a URL. */
function describeExposure({ host, protocol }: URL): string {
  if (protocol === "https:") return `${host} will see this request.`;
  return `${host} will see this request. Others on the network may see it as well, because the connection is not encrypted.`;
}

function describeMissingMedia(source: ItemSource, { hasMedia }: ItemDetail): string {
  if (source.kind === "url") return "This browser cannot show the content of this URL.";
  return hasMedia ? "This browser cannot show this file." : "The desk has no copy of this file.";
}
