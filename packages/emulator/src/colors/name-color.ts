/**
 * The colors that the emulator distinguishes, in the order of its responses. Emulator behavior: Hive has no such model.
 */
export const COLOR_NAMES = [
  "red",
  "orange",
  "yellow",
  "green",
  "cyan",
  "blue",
  "purple",
  "pink",
  "brown",
  "black",
  "gray",
  "white",
] as const;

/** One of {@link COLOR_NAMES}. */
export type ColorName = (typeof COLOR_NAMES)[number];

/** A pixel below this share of full brightness is black, regardless of its hue. */
const BLACK_VALUE = 0.2;
/** The saturation below which a pixel is gray or white. */
const GRAY_SATURATION = 0.15;
/** The share of full brightness from which such a pixel is white. */
const WHITE_VALUE = 0.85;

/**
 * Names the color of a pixel by its hue (HSV), and by brightness and saturation where these change the common name:
 * a pale red is pink, a dark orange or a dull dark red is brown.
 *
 * @param red - 0 to 255, like `green` and `blue`.
 */
export function nameColor(red: number, green: number, blue: number): ColorName {
  const max = Math.max(red, green, blue);
  const spread = max - Math.min(red, green, blue);
  const value = max / 255;
  const saturation = max === 0 ? 0 : spread / max;
  if (value < BLACK_VALUE) return "black";
  if (saturation < GRAY_SATURATION) return value >= WHITE_VALUE ? "white" : "gray";

  const hue = hueDegrees(red, green, blue, { max, spread });
  if (hue < 15 || hue >= 345) {
    if (value >= 0.7) return saturation < 0.6 ? "pink" : "red";
    return saturation < 0.8 ? "brown" : "red";
  }
  if (hue < 45) return value < 0.7 ? "brown" : "orange";
  if (hue < 70) return "yellow";
  if (hue < 165) return "green";
  if (hue < 200) return "cyan";
  if (hue < 260) return "blue";
  return hue < 315 ? "purple" : "pink";
}

function hueDegrees(
  red: number,
  green: number,
  blue: number,
  range: { max: number; spread: number },
): number {
  const { max, spread } = range;
  if (max === red) return (60 * ((green - blue) / spread) + 360) % 360;
  if (max === green) return 60 * ((blue - red) / spread) + 120;
  return 60 * ((red - green) / spread) + 240;
}
