import type { CustomVideoDecoder } from "mediabunny";
import { MAX_PIXELS_IN_MEMORY } from "./decoded-media.ts";

/**
 * Registers decoders that cannot crash the process on a broken video or exhaust its memory on a huge one.
 *
 * mediabunny 1.59 frees a decoder after its last call. If that call failed, freeing also fails: it causes an unhandled
 * rejection and does not release the memory. A guarded decoder still reports the error of a failed call, but the call
 * itself resolves.
 *
 * @param base - mediabunny's class. The classes of the decoders are not exported, but registration checks each of them
 * with `instanceof` against this class.
 * @param register - registers the decoders to guard.
 */
export function guardDecoders(base: typeof CustomVideoDecoder, register: () => void): void {
  const decoders = new Set<CustomVideoDecoder>();
  const isDecoder = (value: unknown): value is CustomVideoDecoder =>
    Function.prototype[Symbol.hasInstance].call(base, value);
  Object.defineProperty(base, Symbol.hasInstance, {
    configurable: true,
    value: (value: unknown) => {
      if (!isDecoder(value)) return false;
      decoders.add(value);
      return true;
    },
  });
  try {
    register();
  } finally {
    Reflect.deleteProperty(base, Symbol.hasInstance);
  }
  for (const decoder of decoders) {
    reportErrors(decoder);
    limitPixels(decoder);
  }
}

/** @param decoder - the prototype of a class of decoders. */
function reportErrors(decoder: CustomVideoDecoder): void {
  // oxlint-disable-next-line typescript/unbound-method -- both are called with the decoder as `this` below
  const { decode, flush } = decoder;
  decoder.decode = async function (this: CustomVideoDecoder, packet) {
    await reportError(this, () => decode.call(this, packet));
  };
  decoder.flush = async function (this: CustomVideoDecoder) {
    await reportError(this, () => flush.call(this));
  };
}

async function reportError(decoder: CustomVideoDecoder, call: () => Promise<void> | void): Promise<void> {
  try {
    await call();
  } catch (error) {
    decoder.onError(error instanceof Error ? error : new Error(String(error)));
  }
}

/** The undocumented part of a decoder of @mediabunny/server 1.59: it opens FFmpeg's decoder at its first packet. */
type Opener = { initCodecContext(packet: unknown): Promise<void> };
type Opened = { readonly codecContext: { setOption(name: string, value: string): number } };

/**
 * Makes FFmpeg reject frames that are too large before it allocates memory for them. The size in a video's header is
 * checked earlier, but its frames can have another size. A decoder of another build keeps FFmpeg's own limit, which is
 * four times as high.
 *
 * @param decoder - the prototype of a class of decoders.
 */
export function limitPixels(decoder: CustomVideoDecoder): void {
  if (!isOpener(decoder)) return;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the decoder as `this` below
  const open = decoder.initCodecContext;
  decoder.initCodecContext = async function (this: CustomVideoDecoder, packet) {
    await open.call(this, packet);
    if (isOpened(this)) this.codecContext.setOption("max_pixels", String(MAX_PIXELS_IN_MEMORY));
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
