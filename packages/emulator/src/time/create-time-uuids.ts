/** The number of 100 ns intervals from 1582-10-15, where the time of a UUID starts, to 1970. Source: RFC 9562, 5.1. */
const EPOCH_TICKS = 122_192_928_000_000_000n;
const TICKS_PER_MS = 10_000n;

/**
 * Creates a function that creates UUIDs of version 1, which contain the time. Each one is later than the one before,
 * even if the clock stands still.
 */
export function createTimeUuids(now: () => Date): () => string {
  // A random clock sequence and a random node, whose multicast bit tells it from a network address.
  const random = crypto.getRandomValues(new Uint8Array(8));
  const sequence = (((random[0] ?? 0) & 0x3f) | 0x80) * 256 + (random[1] ?? 0);
  const node = [(random[2] ?? 0) | 1, ...random.subarray(3)];
  let last = 0n;
  return () => {
    const ticks = BigInt(now().getTime()) * TICKS_PER_MS + EPOCH_TICKS;
    last = ticks > last ? ticks : last + 1n;
    const digits = last.toString(16).padStart(15, "0");
    const tail = node.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${digits.slice(7)}-${digits.slice(3, 7)}-1${digits.slice(0, 3)}-${sequence.toString(16)}-${tail}`;
  };
}
