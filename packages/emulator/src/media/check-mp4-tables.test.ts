import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { checkMp4Tables } from "./check-mp4-tables.ts";

const mp4 = await readFile(new URL("../../../../demo-media/colors.mp4", import.meta.url));

/** The demo video with a number in its index changed. */
function withNumber(box: string, offset: number, value: number): Blob {
  const bytes = new Uint8Array(mp4);
  new DataView(bytes.buffer).setUint32(mp4.indexOf(box) + 4 + offset, value);
  return new Blob([bytes]);
}

it("a sound file passes", async () => {
  await expect(checkMp4Tables(new Blob([new Uint8Array(mp4)]))).resolves.toBeUndefined();
});

it.each([
  ["stsz", 8, 0x7fff_0000],
  ["stts", 4, 0x7fff_0000],
  ["stts", 8, 0x7fff_0000],
  ["stsc", 12, 0x7fff_0000],
  ["stco", 4, 0x7fff_0000],
])("a table %s that claims more than the file holds is refused", async (box, offset, value) => {
  await expect(checkMp4Tables(withNumber(box, offset, value))).rejects.toThrow(box);
});

it("a box that does not fit into its index is refused", async () => {
  await expect(checkMp4Tables(withNumber("trak", -8, 0x7fff_0000))).rejects.toThrow("trak");
  await expect(checkMp4Tables(withNumber("trak", -8, 3))).rejects.toThrow("trak");
});
