/** A part of a track that players show. */
export type Edit = { readonly fromSeconds: number; readonly seconds: number };

/** The boxes around the edit list of a track, from the outside in. */
const AROUND = ["moov", "trak", "edts"];

/**
 * Replaces the edit list of the first track. The index must be at the end of the file, so that the frames stay where
 * they are.
 */
export function withEdits(mp4: Buffer, edits: readonly Edit[]): Buffer {
  const movieScale = mp4.readUInt32BE(mp4.indexOf("mvhd") + 4 + 12);
  const mediaScale = mp4.readUInt32BE(mp4.indexOf("mdhd") + 4 + 12);
  const entries = edits.map(({ fromSeconds, seconds }) =>
    numbers(Math.round(seconds * movieScale), Math.round(fromSeconds * mediaScale), 0x1_0000),
  );
  const content = Buffer.concat([Buffer.from("elst"), numbers(0, edits.length), ...entries]);
  const box = Buffer.concat([numbers(content.length + 4), content]);
  const start = mp4.indexOf("elst") - 4;
  const end = start + mp4.readUInt32BE(start);
  const edited = Buffer.concat([mp4.subarray(0, start), box, mp4.subarray(end)]);
  for (const name of AROUND) {
    const at = edited.indexOf(name) - 4;
    edited.writeUInt32BE(edited.readUInt32BE(at) + box.length - (end - start), at);
  }
  return edited;
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [place, value] of values.entries()) bytes.writeUInt32BE(value, place * 4);
  return bytes;
}

/** Hides the box `ftyp`, as in a video of a phone's live photo. The frames stay where they are. */
export function withoutFileType(mp4: Buffer): Buffer {
  const bytes = Buffer.from(mp4);
  bytes.write("wide", bytes.indexOf("ftyp"));
  return bytes;
}
