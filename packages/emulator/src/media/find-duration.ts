/**
 * The maximum difference between the duration in the header of a file and the end of its last frame or sound, in
 * seconds. Within it, the header is right: the last packet of audio is padded, and reordered frames can start late.
 */
const MAX_DURATION_ERROR_SECONDS = 0.25;

/** A file that is longer than its header claims is played to its end; a shorter one shows its last frame. */
export function findDuration(headerSeconds: number | null, endSeconds: number): number {
  if (headerSeconds === null || endSeconds - headerSeconds > MAX_DURATION_ERROR_SECONDS) return endSeconds;
  return headerSeconds;
}
