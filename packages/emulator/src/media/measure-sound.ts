import type { Input } from "mediabunny";
import { countFrames } from "./count-frames.ts";
import { loadDemuxer } from "./load-video-decoder.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { openInput, readTimes, toMediaError } from "./open-input.ts";
import { checkDuration } from "./sampling.ts";

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
 * @throws MediaError 3300 for an empty or broken file and above six hours, 3100 for an image and an unknown format,
 * 3000 when mediabunny is not installed.
 */
export async function measureSound(media: Blob, format: MediaFormat | null): Promise<SoundFacts> {
  if (media.size === 0) throw new MediaError("3300", "the file is empty");
  if (format === null || format.decoder === "image") {
    const reason =
      format === null ? "the first bytes of the file are not those of" : `a ${format.shortName} file is not`;
    throw new MediaError("3100", `${reason} an mp3, wav, m4a, ogg, flac, mp4, mov, webm or mkv file`);
  }
  const mediabunny = await loadDemuxer();
  const input = await openInput(media, format, mediabunny);
  try {
    if ((await input.getTracks()).length === 0) throw new Error("it has no tracks");
    const durationSeconds = await readDuration(input, format);
    checkDuration(durationSeconds);
    const video = format.decoder === "audio" ? null : await input.getPrimaryVideoTrack();
    if (video === null) return { durationSeconds, widthPx: null, heightPx: null, frameCount: null };
    return {
      durationSeconds,
      widthPx: await video.getDisplayWidth(),
      heightPx: await video.getDisplayHeight(),
      frameCount: await countFrames(new mediabunny.EncodedPacketSink(video)),
    };
  } catch (error) {
    throw toMediaError(error, format);
  } finally {
    input.dispose();
  }
}

/**
 * Reads the duration in seconds. That of a FLAC file comes from its header, because mediabunny 1.59 searches a file
 * without a valid first frame in an endless loop.
 *
 * @throws Error for a file without frames, and for a FLAC file whose header has no duration.
 */
async function readDuration(input: Input, { mimetype }: MediaFormat): Promise<number> {
  if (mimetype !== "audio/flac") return (await readTimes(input)).durationSeconds;
  const durationSeconds = await input.getDurationFromMetadata();
  if (durationSeconds === null || Number.isNaN(durationSeconds)) {
    throw new Error("its header has no duration");
  }
  return durationSeconds;
}
