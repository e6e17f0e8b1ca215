/** Bytes of one entry of a sample table. Source: ISO/IEC 14496-12, section 8.6 and 8.7. */
const ENTRY_BYTES: Readonly<Record<string, number>> = {
  stts: 8,
  ctts: 8,
  stsc: 12,
  stco: 4,
  co64: 8,
  stss: 4,
  elst: 12,
};
/** The bits of a run that say which numbers of four bytes each sample has. Source: ISO/IEC 14496-12, section 8.8.8. */
const RUN_FIELDS = [0x100, 0x200, 0x400, 0x800];
/**
 * How many samples one fragment's run may have, and a table that mediabunny unfolds into one number per sample.
 * Ours: ten minutes in one fragment at 120 frames per second; six hours at the same rate.
 */
const MOST_IN_RUN = 72_000;
const MOST_UNFOLDED = 2_592_000;
/** How many samples may lie together, where each has a size of its own: mediabunny adds up the sizes of all of them for each of them. Ours. */
const MOST_IN_CHUNK = 250_000;

/**
 * Refuses a box that claims more samples than it has room for, or than the file has bytes.
 *
 * @param name - the box's name; one that is no sample table passes.
 * @param table - its content, behind size and name.
 * @param track.hasOneSize - whether all samples of the track have one size.
 * @throws Error that names the box.
 */
export function checkSampleTable(
  name: string,
  table: DataView,
  track: { readonly fileBytes: number; readonly hasOneSize: boolean },
): void {
  const { fileBytes, hasOneSize } = track;
  if (name === "trun") checkRun(table);
  else if (name === "stz2") checkCompactSizes(table, fileBytes);
  else if (name === "stsz") checkSizes(table, fileBytes);
  else if (ENTRY_BYTES[name] !== undefined)
    checkEntries(name, table, { start: 8, entryBytes: ENTRY_BYTES[name], fileBytes });
  if (name === "stts") checkTotal(name, table, fileBytes);
  if (name === "ctts") checkTotal(name, table, Math.min(fileBytes, MOST_UNFOLDED));
  if (name === "stsc") checkChunks(table, hasOneSize ? fileBytes : Math.min(fileBytes, MOST_IN_CHUNK));
}

type Extent = { readonly start: number; readonly entryBytes: number; readonly fileBytes: number };

/** A count, followed by entries of one length. */
function checkEntries(name: string, table: DataView, { start, entryBytes, fileBytes }: Extent): void {
  if (table.byteLength < start) throw new Error(`the table ${name} is too short`);
  const count = table.getUint32(start - 4);
  if (count > fileBytes || start + count * entryBytes > table.byteLength)
    throw new Error(`the table ${name} claims ${count} entries`);
}

/** Sizes one by one, or one size for all: then there are no entries. */
function checkSizes(table: DataView, fileBytes: number): void {
  const isOneForAll = table.byteLength >= 8 && table.getUint32(4) !== 0;
  checkEntries("stsz", table, { start: 12, entryBytes: isOneForAll ? 0 : 4, fileBytes });
}

/** Sizes of 4, 8 or 16 bits each. */
function checkCompactSizes(table: DataView, fileBytes: number): void {
  const bits = table.byteLength >= 8 ? table.getUint8(7) : 0;
  if (bits !== 4 && bits !== 8 && bits !== 16) throw new Error(`the table stz2 has sizes of ${bits} bits`);
  checkEntries("stz2", table, { start: 12, entryBytes: bits / 8, fileBytes });
}

/** The samples of a fragment: none of their numbers need be there, so that a run of any count can be 8 bytes long. */
function checkRun(table: DataView): void {
  if (table.byteLength < 8) throw new Error("the table trun is too short");
  const flags = table.getUint32(0);
  const count = table.getUint32(4);
  const entryBytes = RUN_FIELDS.filter((field) => (flags & field) !== 0).length * 4;
  if (count > MOST_IN_RUN || 8 + count * entryBytes > table.byteLength)
    throw new Error(`the table trun claims ${count} entries`);
}

/** Tables of runs: how many samples all entries speak for. There cannot be more samples than bytes. */
function checkTotal(name: string, table: DataView, limit: number): void {
  const count = table.getUint32(4);
  let samples = 0;
  for (let entry = 0; entry < count; entry += 1) {
    samples += table.getUint32(8 + entry * 8);
    if (samples > limit) throw new Error(`the table ${name} claims ${samples} samples`);
  }
}

/** How many samples lie together, for runs of chunks. */
function checkChunks(table: DataView, limit: number): void {
  const count = table.getUint32(4);
  for (let entry = 0; entry < count; entry += 1) {
    const samples = table.getUint32(8 + entry * 12 + 4);
    if (samples > limit) throw new Error(`the table stsc claims ${samples} samples in one chunk`);
  }
}
