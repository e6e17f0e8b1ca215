/**
 * Checks whether an image may have several frames. This is so for every GIF, for an animated PNG or WebP, and for a
 * sequence of AVIF or HEIF images.
 *
 * Source: https://www.w3.org/TR/png-3/ (acTL), https://developers.google.com/speed/webp/docs/riff_container (VP8X), and
 * the brands of ISO/IEC 23008-12.
 *
 * @param bytes - The complete image.
 */
export function mayBeAnimated(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  // The name of the chunk counts at any position, so that no other chunk can hide it. In compressed data, it occurs by
  // chance once in 4 GB.
  if (head.startsWith("PNG", 1)) return new TextDecoder().decode(bytes).includes("acTL");
  // A bit in the flags of an extended WebP.
  if (head.endsWith("VP8X")) return ((bytes[20] ?? 0) & 2) > 0;
  return /^GIF|ftyp(?:avis|msf1|hev)/.test(head);
}
