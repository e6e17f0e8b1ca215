import type { CustomVideoDecoder } from "mediabunny";
import { MOST_PIXELS_HELD } from "./picture-limits.ts";

/** What a decoder of @mediabunny/server 1.59 has beside what mediabunny documents: it opens FFmpeg's decoder at its first packet. */
type Opener = { initCodecContext(packet: unknown): Promise<void> };
type Opened = { readonly codecContext: { setOption(name: string, value: string): number } };

/**
 * Lets FFmpeg refuse frames that are too large, before it takes memory for them: a video can say in its frames something other than
 * in its header, which is all that can be checked before. A decoder of another build keeps FFmpeg's own limit, four times as high.
 *
 * @param decoder - the prototype of a class of decoders.
 */
export function limitDecodedPixels(decoder: CustomVideoDecoder): void {
  if (!isOpener(decoder)) return;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the decoder as `this` below
  const open = decoder.initCodecContext;
  decoder.initCodecContext = async function (this: CustomVideoDecoder, packet) {
    await open.call(this, packet);
    if (isOpened(this)) this.codecContext.setOption("max_pixels", String(MOST_PIXELS_HELD));
  };
}

function isOpener(decoder: CustomVideoDecoder): decoder is CustomVideoDecoder & Opener {
  return "initCodecContext" in decoder && typeof decoder.initCodecContext === "function";
}

function isOpened(decoder: CustomVideoDecoder): decoder is CustomVideoDecoder & Opened {
  if (!("codecContext" in decoder)) return false;
  const { codecContext } = decoder;
  return typeof codecContext === "object" && codecContext !== null && "setOption" in codecContext;
}
