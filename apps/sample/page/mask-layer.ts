import type { ItemFrame } from "../api/desk-api.ts";
import { type ClassColors, resolveColor } from "./class-colors.ts";
import { itemUrl } from "./desk-client.ts";
import { element } from "./element.ts";
import { colorMask } from "./mask-colors.ts";
import type { Placement } from "./overlay-geometry.ts";

/** The coloured mask over a picture. */
export type MaskLayer = {
  readonly root: HTMLCanvasElement;
  /** Shows the mask of a frame; nothing if it has none. */
  show(frames: readonly ItemFrame[]): void;
  /** Moves it to where the picture is. */
  place(placement: Placement): void;
  /** Colours it anew, in another theme. */
  recolor(): void;
};

/** A mask as it is shown, and how much of the picture each class covers. */
type ColoredMask = { readonly pixels: ImageData; readonly shares: ReadonlyMap<string, number> };

/** More are read anew when they are needed. */
const MOST_KEPT = 24;

/** @param options.onShares - how much of the picture each class covers, 0 to 1; empty where there is no mask. */
export function buildMaskLayer(
  itemId: string,
  options: { readonly colors: ClassColors; readonly onShares: (shares: ReadonlyMap<string, number>) => void },
): MaskLayer {
  const canvas = element("canvas", { class: "mask", "aria-hidden": "true" });
  const kept = new Map<number, Promise<ColoredMask | null>>();
  /** The position of the frame whose mask is to be seen; `null` for none. */
  let wanted: number | null = null;
  let last: readonly ItemFrame[] = [];

  const read = (frame: ItemFrame): Promise<ColoredMask | null> => {
    const known = kept.get(frame.position);
    if (known !== undefined) return known;
    // What cannot be read is not covered: the picture is shown without it.
    const reading = readMask(itemUrl(itemId, `/masks/${frame.position}`), frame, options.colors).catch(
      () => null,
    );
    kept.set(frame.position, reading);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return reading;
  };
  const show = (frames: readonly ItemFrame[]): void => {
    last = frames;
    const frame = frames.find((one) => one.mask !== null);
    if ((frame?.position ?? null) === wanted) return;
    wanted = frame?.position ?? null;
    canvas.hidden = frame === undefined;
    if (frame === undefined) return options.onShares(new Map());
    void read(frame).then((mask) => {
      if (wanted !== frame.position || mask === null) return;
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
      kept.clear();
      wanted = null;
      show(last);
    },
  };
}

async function readMask(url: string, { mask }: ItemFrame, colors: ClassColors): Promise<ColoredMask> {
  const response = await fetch(url);
  if (!response.ok) throw new Error("The mask could not be read.");
  // The values are numbers, no colours: nothing may adapt them to the screen.
  const picture = await createImageBitmap(await response.blob(), {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  });
  const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d", {
    willReadFrequently: true,
  });
  if (context === null) throw new Error("This browser has no canvas left.");
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
