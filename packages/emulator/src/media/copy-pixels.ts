/** Maps each pixel of a smaller copy to a pixel of the picture. */
export type PixelMap = {
  /** Width of the copy, in pixels. */
  readonly width: number;
  /** Height of the copy, in pixels. */
  readonly height: number;
  /**
   * For each pixel of the copy, row by row, the position of its pixel in the picture; -1 for a pixel outside the
   * picture.
   */
  readonly positions: Int32Array;
};

/** The size of a picture or of a copy, in pixels. */
export type PixelSize = { readonly width: number; readonly height: number };

/**
 * How a player rotates or mirrors a picture: the first two numbers are the direction of the picture's x axis on the
 * screen, the other two are the direction of its y axis. Each number is -1, 0 or 1.
 */
export type Orientation = readonly [xRight: number, xDown: number, yRight: number, yDown: number];

/** The orientation of a picture that is displayed as stored. */
export const UPRIGHT: Orientation = [1, 0, 0, 1];

/**
 * Assigns to each pixel of a copy a random pixel of the part of the picture that it represents. Averages would add
 * colors that the picture does not contain. Pixels at fixed intervals could all have the same color in a striped
 * picture. The positions are the same in each run.
 *
 * @param stored - the size of the picture as stored.
 * @param copy - the size of the copy as displayed; at most that of the picture.
 * @param options.canvas - the size of the screen as stored; the picture is in its top left corner. By default, the size
 * of the picture.
 */
export function mapPixels(
  stored: PixelSize,
  copy: PixelSize,
  options: { readonly orientation?: Orientation; readonly canvas?: PixelSize } = {},
): PixelMap {
  const { orientation = UPRIGHT, canvas = stored } = options;
  const [xRight, xDown, yRight, yDown] = orientation;
  const random = createRandom();
  const positions = new Int32Array(copy.width * copy.height);
  for (let place = 0; place < positions.length; place += 1) {
    // Relative to the center of the screen, as fractions of its width and height.
    const right = ((place % copy.width) + random()) / copy.width - 0.5;
    const down = (Math.floor(place / copy.width) + random()) / copy.height - 0.5;
    const x = Math.floor((right * xRight + down * xDown + 0.5) * canvas.width);
    const y = Math.floor((right * yRight + down * yDown + 0.5) * canvas.height);
    const isInside = x < stored.width && y < stored.height;
    positions[place] = isInside ? Math.max(0, y) * stored.width + Math.max(0, x) : -1;
  }
  return { ...copy, positions };
}

/**
 * Creates a generator of numbers from 0 to just below 1, the same in each run. Source: the linear congruential
 * generator of Numerical Recipes.
 */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The pixels of a picture. */
export type Picture = PixelSize & {
  readonly bytes: Uint8Array;
  /** 3 for red, green and blue; 4 with an opacity. */
  readonly channels: 3 | 4;
  /** The number of bytes from one row to the next. */
  readonly rowBytes: number;
};

/**
 * Copies the pixels of a picture. Transparent pixels are blended with white, and pixels outside the picture are white.
 */
export function copyPixels(picture: Picture, { positions }: PixelMap): Uint8Array {
  const { bytes, width, channels, rowBytes } = picture;
  const rgb = new Uint8Array(positions.length * 3).fill(255);
  for (const [place, position] of positions.entries()) {
    if (position < 0) continue;
    const from = Math.floor(position / width) * rowBytes + (position % width) * channels;
    const opacity = channels === 4 ? (bytes[from + 3] ?? 255) / 255 : 1;
    for (let color = 0; color < 3; color += 1)
      rgb[place * 3 + color] = Math.round((bytes[from + color] ?? 255) * opacity + 255 * (1 - opacity));
  }
  return rgb;
}
