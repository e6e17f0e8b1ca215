import type { ColorName } from "./color-name.ts";

/** Below this share of full brightness a pixel is black, whatever its hue. */
const BLACK_VALUE = 0.2;
/** Below this saturation a pixel is white or gray. */
const GRAY_SATURATION = 0.15;
/** An unsaturated pixel from this share of full brightness up is white. */
const WHITE_VALUE = 0.85;

/**
 * Names the colour of a pixel, decided in HSV by hue, and by brightness and saturation where those change the word people use:
 * a pale red is pink, a dark orange or a dull dark red is brown. Ours.
 *
 * @param red - 0 to 255, as are `green` and `blue`.
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
