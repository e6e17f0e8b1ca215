import type * as NodeAv from "node-av";

/** FFmpeg's demuxers by MIME type. A file is never opened by another demuxer, as some of them open other files. */
const DEMUXERS: Readonly<Record<string, string>> = {
  "video/mp4": "mov",
  "video/quicktime": "mov",
  "video/webm": "matroska",
  "video/x-matroska": "matroska",
  "video/x-msvideo": "avi",
  "video/x-ms-wmv": "asf",
  "audio/m4a": "mov",
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
  "audio/ogg": "ogg",
  "audio/flac": "flac",
  "image/gif": "gif",
  "image/png": "apng",
};
/** As in Chromium, a file with a structural error fails. Other files that it refers to are not opened. */
const OPTIONS = {
  err_detect: "explode",
  protocol_whitelist: "none",
  // A frame of an animated PNG without a delay is shown for 100 ms, as in browsers.
  default_fps: 10,
};
/** The number of bytes that are read from the file at once. */
const READ_BYTES = 64 * 1024;
/** The size of FFmpeg's own buffer in bytes. It is small, because node-av 6.1 never frees it. */
const BUFFER_BYTES = 4 * 1024;

/** An opened video file. */
export type VideoInput = {
  readonly streams: readonly NodeAv.Stream[];
  /** The duration in the header of the file, in seconds; `null` for none. */
  readonly headerSeconds: number | null;
  /** Reads the next packet of any stream; returns `false` at the end of the file. */
  readonly readPacket: (packet: NodeAv.Packet) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** The read call in progress, or the last one. */
let reading: Promise<unknown> = Promise.resolve();

/**
 * Runs a call that reads a file; only one such call runs at a time. It occupies one of the few threads of the process
 * while it waits for bytes, and a `Blob` of a file on disk needs another thread to provide them.
 */
function readInTurn<T>(call: () => Promise<T>): Promise<T> {
  const result = reading.then(call, call);
  reading = result.catch(() => undefined);
  return result;
}

/**
 * Opens a video file with FFmpeg.
 *
 * @throws Error when the file is broken.
 */
export async function openVideo(av: typeof NodeAv, media: Blob, mimetype: string): Promise<VideoInput> {
  const source = createSource(av, media);
  const input = new av.FormatContext();
  const close = async (): Promise<void> => {
    // In this order, as in node-av's own Demuxer: closing would otherwise use the freed source.
    input.pb = null;
    await input.closeInput();
    source.freeContext();
  };
  try {
    input.allocContext();
    input.pb = source;
    input.setFlags(av.AVFMT_FLAG_CUSTOM_IO);
    const demuxer = av.InputFormat.findInputFormat(DEMUXERS[mimetype] ?? "");
    const options = av.Dictionary.fromObject(OPTIONS);
    check(av, await readInTurn(() => input.openInput("", demuxer, options)));
    // FFmpeg's search for more information about the streams is skipped, because it decodes frames without limiting
    // their size.
  } catch (error) {
    await close();
    throw error;
  }
  return {
    streams: input.streams,
    headerSeconds: findHeaderDuration(av, input),
    readPacket: async (packet) => {
      const code = await readInTurn(() => input.readFrame(packet));
      if (code === av.AVERROR_EOF) return false;
      check(av, code);
      return true;
    },
    close,
  };
}

/** The header has the duration of the file, or that of each stream. */
function findHeaderDuration(av: typeof NodeAv, { duration, streams }: NodeAv.FormatContext): number | null {
  if (duration > 0n) return Number(duration) / av.AV_TIME_BASE;
  const seconds = streams
    .filter((stream) => stream.duration >= 0n && isPlayed(av, stream))
    .map((stream) => toSeconds(stream.duration, stream.timeBase));
  return seconds.length === 0 ? null : Math.max(...seconds);
}

/** Whether a stream contains video or audio, not subtitles or other data. */
export function isPlayed(av: typeof NodeAv, { codecpar: { codecType } }: NodeAv.Stream): boolean {
  return codecType === av.AVMEDIA_TYPE_VIDEO || codecType === av.AVMEDIA_TYPE_AUDIO;
}

/** Converts a timestamp or a duration of a stream. */
export function toSeconds(timestamp: bigint, { num, den }: NodeAv.IRational): number {
  return (Number(timestamp) * num) / den;
}

/** @throws Error with FFmpeg's description of a negative code. */
export function check(av: typeof NodeAv, code: number): void {
  if (code < 0) throw new Error(av.FFmpegError.strerror(code));
}

/** Gives FFmpeg access to the bytes of a file, without copying the complete file. */
function createSource(av: typeof NodeAv, media: Blob): NodeAv.IOContext {
  let position = 0;
  // The bytes that were read last, and their position in the file.
  let batch = Buffer.alloc(0);
  let batchStart = 0;
  const read = async (sizeBytes: number): Promise<Buffer | null> => {
    const end = Math.min(position + sizeBytes, media.size);
    if (position >= end) return null;
    if (position < batchStart || end > batchStart + batch.length) {
      batchStart = position;
      const readEnd = Math.max(end, position + READ_BYTES);
      batch = Buffer.from(await media.slice(position, readEnd).arrayBuffer());
    }
    const bytes = batch.subarray(position - batchStart, end - batchStart);
    position = end;
    return bytes;
  };
  const seek = (offset: bigint, whence: number): bigint => {
    if (whence === av.AVSEEK_SIZE) return BigInt(media.size);
    const base = whence === av.AVSEEK_CUR ? position : whence === av.AVSEEK_END ? media.size : 0;
    position = Math.max(0, base + Number(offset));
    return BigInt(position);
  };
  const source = new av.IOContext();
  source.allocContextWithCallbacks(BUFFER_BYTES, 0, read, null, seek);
  return source;
}
