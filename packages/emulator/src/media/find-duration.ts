/**
 * The maximum difference between the duration in the header of a file and the end of its last frame or sound, in
 * seconds. Up to this difference, the header applies: the last audio packet is padded, and reordered frames can start
 * late.
 */
const MAX_DURATION_ERROR_SECONDS = 0.25;

/**
 * A file that is longer than its header claims is played to its end; in a shorter one, the last frame remains visible.
 */
export function findDuration(headerSeconds: number | null, endSeconds: number): number {
  if (headerSeconds === null || endSeconds - headerSeconds > MAX_DURATION_ERROR_SECONDS) return endSeconds;
  return headerSeconds;
}
