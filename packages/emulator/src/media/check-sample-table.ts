/** The size of an entry of a sample table, in bytes. Source: ISO/IEC 14496-12, section 8.6 and 8.7. */
const ENTRY_BYTES: Readonly<Record<string, number>> = {
  stts: 8,
  ctts: 8,
  stsc: 12,
  stco: 4,
  co64: 8,
  stss: 4,
  elst: 12,
};
/**
 * The flags of a run, one for each optional field of its samples. Each field has four bytes. Source: ISO/IEC 14496-12,
 * section 8.8.8.
 */
const RUN_FIELDS = [0x100, 0x200, 0x400, 0x800];
/** The maximum number of samples in a run. Emulator behavior: ten minutes in one fragment at 120 frames per second. */
const MAX_IN_RUN = 72_000;
/**
 * The maximum number of samples in a table that mediabunny expands to one number per sample. Emulator behavior: six
 * hours at 120 frames per second.
 */
const MAX_EXPANDED = 2_592_000;
/**
 * The maximum number of samples in one chunk if each has its own size, because mediabunny sums all these sizes for each
 * sample. Emulator behavior.
 */
const MAX_IN_CHUNK = 250_000;

/**
 * Rejects a box that claims more samples than it has entries or than the file has bytes.
 *
 * @param name - the name of the box; a box that is not a sample table passes.
 * @param table - the content of the box, after its size and name.
 * @param track.hasOneSize - whether all samples of the track have the same size.
 * @throws Error with a message that names the box.
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
  if (name === "ctts") checkTotal(name, table, Math.min(fileBytes, MAX_EXPANDED));
  if (name === "stsc") checkChunks(table, hasOneSize ? fileBytes : Math.min(fileBytes, MAX_IN_CHUNK));
}

type Extent = { readonly start: number; readonly entryBytes: number; readonly fileBytes: number };

/** Checks a count, followed by entries of equal length. */
function checkEntries(name: string, table: DataView, { start, entryBytes, fileBytes }: Extent): void {
  if (table.byteLength < start) throw new Error(`the table ${name} is too short`);
  const count = table.getUint32(start - 4);
  if (count > fileBytes || start + count * entryBytes > table.byteLength)
    throw new Error(`the table ${name} claims ${count} entries`);
}

/** Checks the sizes of the samples: one entry each, or one size for all and no entries. */
function checkSizes(table: DataView, fileBytes: number): void {
  const isOneForAll = table.byteLength >= 8 && table.getUint32(4) !== 0;
  checkEntries("stsz", table, { start: 12, entryBytes: isOneForAll ? 0 : 4, fileBytes });
}

/** Checks sizes of 4, 8 or 16 bits each. */
function checkCompactSizes(table: DataView, fileBytes: number): void {
  const bits = table.byteLength >= 8 ? table.getUint8(7) : 0;
  if (bits !== 4 && bits !== 8 && bits !== 16) throw new Error(`the table stz2 has sizes of ${bits} bits`);
  checkEntries("stz2", table, { start: 12, entryBytes: bits / 8, fileBytes });
}

/**
 * Checks the samples of a fragment. All their fields are optional, so a run with any number of samples can be 8 bytes
 * long.
 */
function checkRun(table: DataView): void {
  if (table.byteLength < 8) throw new Error("the table trun is too short");
  const flags = table.getUint32(0);
  const count = table.getUint32(4);
  const entryBytes = RUN_FIELDS.filter((field) => (flags & field) !== 0).length * 4;
  if (count > MAX_IN_RUN || 8 + count * entryBytes > table.byteLength)
    throw new Error(`the table trun claims ${count} entries`);
}

/** Checks the total number of samples in a run-length table. A file cannot contain more samples than bytes. */
function checkTotal(name: string, table: DataView, limit: number): void {
  const count = table.getUint32(4);
  let samples = 0;
  for (let entry = 0; entry < count; entry += 1) {
    samples += table.getUint32(8 + entry * 8);
    if (samples > limit) throw new Error(`the table ${name} claims ${samples} samples`);
  }
}

/** Checks the number of samples per chunk in each entry of the table `stsc`. */
function checkChunks(table: DataView, limit: number): void {
  const count = table.getUint32(4);
  for (let entry = 0; entry < count; entry += 1) {
    const samples = table.getUint32(8 + entry * 12 + 4);
    if (samples > limit) throw new Error(`the table stsc claims ${samples} samples in one chunk`);
  }
}
