import type * as NodeAv from "node-av";
import { MediaError } from "./media-error.ts";
import { createPacketEnds } from "./packet-ends.ts";
import { check, toSeconds, type VideoInput } from "./video-input.ts";

/** A decoded frame. The next one overwrites it. */
export type DecodedFrame = {
  readonly frame: NodeAv.Frame;
  /** When it is shown, in seconds from the start of the file; negative for a frame that players skip. */
  readonly startSeconds: number;
};

/**
 * Selects the stream that players show: the first video that is not the cover of an audio file.
 *
 * @throws MediaError 3100 when the file has audio only; Error when it has no streams.
 */
export function selectVideoStream(av: typeof NodeAv, { streams }: VideoInput): NodeAv.Stream {
  const video = streams.find(
    (stream) =>
      stream.codecpar.codecType === av.AVMEDIA_TYPE_VIDEO &&
      !stream.hasDisposition(av.AV_DISPOSITION_ATTACHED_PIC),
  );
  if (video !== undefined) return video;
  // A file that is cut off before its index has no streams at all; a file with audio only is complete.
  throw streams.length > 0
    ? new MediaError("3100", "the file has no video track")
    : new Error("it has no tracks");
}

/**
 * Decodes all frames of a stream, in the order in which they are shown.
 *
 * @returns the end of the last frame or sound, in seconds from the start of the file.
 * @throws Error when the file cannot be decoded to its end; MediaError 3100 when it is encrypted.
 */
export async function* readVideoFrames(
  av: typeof NodeAv,
  input: VideoInput,
  options: { readonly stream: NodeAv.Stream; readonly maxPixels: number },
): AsyncGenerator<DecodedFrame, number> {
  const { stream } = options;
  const decoder = await openDecoder(av, options);
  const packet = new av.Packet();
  const frame = new av.Frame();
  packet.alloc();
  frame.alloc();
  const ends = createPacketEnds(av, input.streams);
  try {
    while (await input.readPacket(packet)) {
      ends.note(packet);
      if (packet.streamIndex === stream.index) {
        await sendPacket(av, decoder, packet);
        // The frames were decoded in another thread when the packet was sent. This call only fetches them.
        yield* receiveFrames(av, decoder, { frame, stream, receive: () => decoder.receiveFrameSync(frame) });
      }
      packet.unref();
    }
    check(av, await decoder.sendPacket(null));
    yield* receiveFrames(av, decoder, { frame, stream, receive: () => decoder.receiveFrame(frame) });
    return ends.findLast();
  } finally {
    decoder.freeContext();
    packet.free();
    frame.free();
  }
}

/** Opens the decoder of a stream. */
async function openDecoder(
  av: typeof NodeAv,
  { stream, maxPixels }: { readonly stream: NodeAv.Stream; readonly maxPixels: number },
): Promise<NodeAv.CodecContext> {
  const codec = findTransparentDecoder(av, stream) ?? av.Codec.findDecoder(stream.codecpar.codecId);
  if (codec === null) throw new MediaError("3100", "the emulator has no decoder for the codec of this file");
  const decoder = new av.CodecContext();
  decoder.allocContext3(codec);
  check(av, decoder.parametersToContext(stream.codecpar));
  decoder.pktTimebase = stream.timeBase;
  const options = {
    max_pixels: maxPixels,
    // H.264 frames are reordered even if the video does not specify by how far.
    strict: av.FF_COMPLIANCE_STRICT,
    // As in Chromium, a damaged frame fails. By default, FFmpeg invents its pixels.
    err_detect: "explode",
  };
  check(av, await decoder.open2(codec, av.Dictionary.fromObject(options)));
  return decoder;
}

/** FFmpeg's own decoders for VP8 and VP9 ignore the transparency, which WebM stores separately. */
function findTransparentDecoder(av: typeof NodeAv, stream: NodeAv.Stream): NodeAv.Codec | null {
  if (stream.metadata?.get("alpha_mode") !== "1") return null;
  const { codecId } = stream.codecpar;
  if (codecId === av.AV_CODEC_ID_VP8) return av.Codec.findDecoderByName(av.FF_DECODER_LIBVPX_VP8);
  return codecId === av.AV_CODEC_ID_VP9 ? av.Codec.findDecoderByName(av.FF_DECODER_LIBVPX_VP9) : null;
}

async function sendPacket(
  av: typeof NodeAv,
  decoder: NodeAv.CodecContext,
  packet: NodeAv.Packet,
): Promise<void> {
  if (packet.hasFlags(av.AV_PKT_FLAG_CORRUPT)) throw new Error("its frames are cut off");
  const code = await decoder.sendPacket(packet);
  if (code < 0 && packet.getSideData(av.AV_PKT_DATA_ENCRYPTION_INFO) !== null)
    throw new MediaError("3100", "the video is encrypted; submit it without encryption");
  check(av, code);
}

type Receiving = {
  readonly frame: NodeAv.Frame;
  readonly stream: NodeAv.Stream;
  readonly receive: () => Promise<number> | number;
};

async function* receiveFrames(
  av: typeof NodeAv,
  decoder: NodeAv.CodecContext,
  { frame, stream, receive }: Receiving,
): AsyncGenerator<DecodedFrame> {
  while (true) {
    const code = await receive();
    if (code === av.AVERROR_EAGAIN || code === av.AVERROR_EOF) return;
    check(av, code);
    yield { frame, startSeconds: findStart(av, frame, { stream, index: decoder.frameNumber - 1 }) };
  }
}

/** The frames of an AVI file have no timestamps, but a constant rate. */
function findStart(
  av: typeof NodeAv,
  frame: NodeAv.Frame,
  { stream, index }: { readonly stream: NodeAv.Stream; readonly index: number },
): number {
  if (frame.pts !== av.AV_NOPTS_VALUE) return toSeconds(frame.pts, stream.timeBase);
  const { num, den } = stream.avgFrameRate.num > 0 ? stream.avgFrameRate : stream.rFrameRate;
  if (num <= 0) throw new Error("its frames have no timestamps");
  return (index * den) / num;
}
