import { MediaError } from "./media-error.ts";

/** The longest media, in seconds. Ours: a file with one wrong byte can claim years, a frame for each second of which would never end. */
const LONGEST_SECONDS = 6 * 3600;

/**
 * The moments at which a model looks at a media, in seconds: 0, 1, 2, … up to the whole seconds of its length,
 * so floor(duration) + 1 of them; a picture, of length 0, has one.
 *
 * @throws MediaError 3300 above six hours.
 * Source: four live replies of 2020 to 2023, reference/hive-api.md, section 1.6.
 */
export function sampleTimes(durationSeconds: number): number[] {
  if (durationSeconds > LONGEST_SECONDS) {
    throw new MediaError(
      "3300",
      `the file claims to last ${Math.round(durationSeconds)} s; the emulator takes up to ${LONGEST_SECONDS} s`,
    );
  }
  const last = Math.max(0, Math.floor(durationSeconds));
  return Array.from({ length: last + 1 }, (_, second) => second);
}
