import type { CustomVideoDecoder } from "mediabunny";
import { limitDecodedPixels } from "./limit-decoded-pixels.ts";

/**
 * Registers decoders so that a broken video cannot end the process, nor a huge one take its memory.
 *
 * mediabunny 1.59 frees a decoder behind its last call; when that call failed, freeing fails as well, unheard: an unhandled rejection,
 * and the decoder's memory is never given back. Here a failing call reports its error as before, and then counts as done.
 * The classes are not exported, but registering tests each against `CustomVideoDecoder`, which is.
 *
 * @param register - registers the decoders; those that it registers are the ones that are contained.
 */
export function containDecoderErrors(base: typeof CustomVideoDecoder, register: () => void): void {
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
    contain(decoder);
    limitDecodedPixels(decoder);
  }
}

/** @param decoder - the prototype of a class of decoders. */
function contain(decoder: CustomVideoDecoder): void {
  // oxlint-disable-next-line typescript/unbound-method -- both are called with the decoder as `this` below
  const { decode, flush } = decoder;
  decoder.decode = async function (this: CustomVideoDecoder, packet) {
    await report(this, () => decode.call(this, packet));
  };
  decoder.flush = async function (this: CustomVideoDecoder) {
    await report(this, () => flush.call(this));
  };
}

async function report(decoder: CustomVideoDecoder, call: () => Promise<void> | void): Promise<void> {
  try {
    await call();
  } catch (error) {
    decoder.onError(error instanceof Error ? error : new Error(String(error)));
  }
}
