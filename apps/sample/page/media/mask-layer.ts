import type { ItemFrame } from "../../api/desk-api.ts";
import { type ClassColors, resolveColor } from "../frames/class-colors.ts";
import { itemUrl } from "../client/desk-client.ts";
import { element } from "../dom/element.ts";
import { colorMask } from "./mask-colors.ts";
import type { Placement } from "./placement.ts";

/** The colored mask over a picture. */
export type MaskLayer = {
  readonly root: HTMLCanvasElement;
  /** Shows the mask of the first frame that has one, or nothing. */
  show(frames: readonly ItemFrame[]): void;
  /** Moves the mask over the picture. */
  place(placement: Placement): void;
  /** Applies the colors of another theme. */
  recolor(): void;
};

/** A colored mask, and the share of the picture that each class covers. */
type ColoredMask = { readonly pixels: ImageData; readonly shares: ReadonlyMap<string, number> };

/** The number of masks to cache. */
const MAX_CACHED = 24;

/** @param options.onShares - receives the share of the picture that each class covers, 0 to 1; empty without a mask. */
export function buildMaskLayer(
  itemId: string,
  options: { readonly colors: ClassColors; readonly onShares: (shares: ReadonlyMap<string, number>) => void },
): MaskLayer {
  const canvas = element("canvas", { class: "mask", "aria-hidden": "true" });
  const cache = new Map<number, Promise<ColoredMask | null>>();
  /** The position of the frame whose mask is shown or loading; `null` if there is none. */
  let target: number | null = null;
  let last: readonly ItemFrame[] = [];

  const read = (frame: ItemFrame): Promise<ColoredMask | null> => {
    const cached = cache.get(frame.position);
    if (cached !== undefined) return cached;
    // If the mask cannot be read, the picture is shown without it.
    const reading = readMask(itemUrl(itemId, `/masks/${frame.position}`), frame, options.colors).catch(
      () => null,
    );
    cache.set(frame.position, reading);
    const [oldest] = cache.keys();
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
    return reading;
  };
  const show = (frames: readonly ItemFrame[]): void => {
    last = frames;
    const frame = frames.find((one) => one.mask !== null);
    if ((frame?.position ?? null) === target) return;
    target = frame?.position ?? null;
    canvas.hidden = frame === undefined;
    if (frame === undefined) return options.onShares(new Map());
    void read(frame).then((mask) => {
      if (target !== frame.position || mask === null) return;
      canvas.width = mask.pixels.width;
      canvas.height = mask.pixels.height;
      canvas.getContext("2d")?.putImageData(mask.pixels, 0, 0);
      options.onShares(mask.shares);
    });
  };
  return {
    root: canvas,
    show,
    place: ({ left, top, width, height }) => {
      canvas.style.left = `${left}px`;
      canvas.style.top = `${top}px`;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    },
    recolor: () => {
      cache.clear();
      target = null;
      show(last);
    },
  };
}

async function readMask(url: string, { mask }: ItemFrame, colors: ClassColors): Promise<ColoredMask> {
  const response = await fetch(url);
  if (!response.ok) throw new Error("The mask could not be downloaded.");
  // The pixel values are numbers, not colors, so they must not be color-corrected.
  const picture = await createImageBitmap(await response.blob(), {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  });
  const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d", {
    willReadFrequently: true,
  });
  if (context === null) throw new Error("The browser could not create a canvas.");
  context.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  const mapping = mask?.mapping ?? [];
  const covered = colorMask(
    pixels.data,
    new Map(mapping.map((entry) => [entry.value, resolveColor(colors.of(entry.class))])),
  );
  return { pixels, shares: new Map(mapping.map((entry) => [entry.class, covered.get(entry.value) ?? 0])) };
}
