/**
 * Computes MurmurHash3 (x86, 32 bits) of bytes: fast and well mixed, but not secure against chosen inputs.
 *
 * Source: Austin Appleby's description of the algorithm, which is in the public domain.
 *
 * @returns an integer from 0 to 2^32 - 1.
 */
export function murmurHash(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tailStart = bytes.length - (bytes.length % 4);
  let hash = seed | 0;
  for (let offset = 0; offset < tailStart; offset += 4) {
    hash ^= mixBlock(view.getUint32(offset, true));
    hash = Math.imul(rotate(hash, 13), 5) + 0xe6_54_6b_64;
  }
  let tail = 0;
  for (let offset = bytes.length - 1; offset >= tailStart; offset--)
    tail = (tail << 8) | view.getUint8(offset);
  if (tailStart < bytes.length) hash ^= mixBlock(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixBlock(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc_9e_2d_51), 15), 0x1b_87_35_93);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
