const EXTENSION = 0x21;
const IMAGE = 0x2c;
const GRAPHIC_CONTROL = 0xf9;

/**
 * Reads how long each frame of a GIF is shown, in seconds, without decoding a picture; 0 where the file does not say.
 *
 * What is cut off ends the list; `[]` for what is no GIF.
 */
export function gifDurations(bytes: Uint8Array<ArrayBuffer>): readonly number[] {
  const at = (place: number): number => bytes[place] ?? 0;
  /** Where data ends that is written in blocks, each with its length before it, until one of length 0. */
  const afterBlocks = (start: number): number => {
    let place = start;
    while (at(place) > 0) place += 1 + at(place);
    return place + 1;
  };
  if (String.fromCharCode(...bytes.subarray(0, 3)) !== "GIF") return [];
  const durations: number[] = [];
  let delay = 0;
  let place = 13 + colorsLength(at(10));
  while (place < bytes.length) {
    if (at(place) === EXTENSION) {
      if (at(place + 1) === GRAPHIC_CONTROL) delay = (at(place + 4) + 256 * at(place + 5)) / 100;
      place = afterBlocks(place + 2);
    } else if (at(place) === IMAGE) {
      durations.push(delay);
      delay = 0;
      // Behind its place, its size and its colors is the size of its codes.
      place = afterBlocks(place + 10 + colorsLength(at(place + 9)) + 1);
    } else break;
  }
  return durations;
}

/** How many bytes a table of colors takes, by the byte that tells of it. */
function colorsLength(flags: number): number {
  return flags >= 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
