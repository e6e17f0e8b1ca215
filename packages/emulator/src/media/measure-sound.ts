import type * as NodeAv from "node-av";
import { checkStructure } from "./check-structure.ts";
import { toMediaError } from "./decode-video.ts";
import { findDuration } from "./find-duration.ts";
import { loadVideoDecoder } from "./load-video-decoder.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { createPacketEnds } from "./packet-ends.ts";
import { readDisplay } from "./read-display.ts";
import { checkDuration } from "./sampling.ts";
import { openVideo, type VideoInput } from "./video-input.ts";

/** The properties of a file with sound. The last three are `null` for audio, which has no images. */
export type SoundFacts = {
  readonly durationSeconds: number;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly frameCount: number | null;
};

/**
 * Reads the duration of an audio file or a video, without decoding it.
 *
 * @param format - the format according to the first bytes; `null` for an unknown one.
 * @throws MediaError 3300 for an empty or broken file or one longer than six hours, 3100 for an image and an unknown
 * format, 3000 when node-av is not installed.
 */
export async function measureSound(media: Blob, format: MediaFormat | null): Promise<SoundFacts> {
  if (media.size === 0) throw new MediaError("3300", "the file is empty");
  if (format === null || format.kind === "image") {
    const reason =
      format === null ? "the first bytes of the file are not those of" : `a ${format.shortName} file is not`;
    throw new MediaError(
      "3100",
      `${reason} an mp3, wav, m4a, ogg, flac, mp4, mov, webm, mkv, avi or wmv file`,
    );
  }
  const av = await loadVideoDecoder();
  let input: VideoInput | undefined;
  try {
    await checkStructure(media, format);
    input = await openVideo(av, media, format.mimetype);
    if (input.streams.length === 0) throw new Error("it has no tracks");
    const video =
      format.kind === "audio"
        ? undefined
        : input.streams.find(({ codecpar }) => codecpar.codecType === av.AVMEDIA_TYPE_VIDEO);
    const { endSeconds, frameCount } = await readPackets(av, input, video);
    // A WAV file of 0 s is valid. In other formats, a duration of 0 s means that packets are missing.
    const isEmpty = input.headerSeconds === null && endSeconds === 0 && format.mimetype !== "audio/wav";
    if (isEmpty) throw new Error("it has no sound");
    const durationSeconds = findDuration(input.headerSeconds, endSeconds);
    checkDuration(durationSeconds);
    if (video === undefined) return { durationSeconds, widthPx: null, heightPx: null, frameCount: null };
    const { width: widthPx, height: heightPx } = readDisplay(av, video, video.codecpar);
    return { durationSeconds, widthPx, heightPx, frameCount };
  } catch (error) {
    throw toMediaError(error, format);
  } finally {
    await input?.close();
  }
}

/** Reads all packets, and counts the displayed packets of one stream. */
async function readPackets(
  av: typeof NodeAv,
  input: VideoInput,
  video: NodeAv.Stream | undefined,
): Promise<{ endSeconds: number; frameCount: number }> {
  const ends = createPacketEnds(av, input.streams);
  const packet = new av.Packet();
  packet.alloc();
  let frameCount = 0;
  try {
    while (await input.readPacket(packet)) {
      ends.note(packet);
      const isShown = packet.pts >= 0n && !packet.hasFlags(av.AV_PKT_FLAG_DISCARD);
      if (packet.streamIndex === video?.index && isShown) frameCount += 1;
      packet.unref();
    }
  } finally {
    packet.free();
  }
  return { endSeconds: ends.findLast(), frameCount };
}
