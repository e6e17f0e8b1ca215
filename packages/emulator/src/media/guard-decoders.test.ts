import { expect, it } from "vitest";
import { CustomVideoDecoder } from "mediabunny";
import { MAX_PIXELS_IN_MEMORY } from "./decoded-media.ts";
import { limitPixels } from "./guard-decoders.ts";

class Decoder extends CustomVideoDecoder {
  readonly options: string[] = [];
  codecContext: { setOption(name: string, value: string): number } | null = null;
  init(): void {}
  decode(): void {}
  flush(): void {}
  close(): void {}
  async initCodecContext(): Promise<void> {
    this.codecContext = { setOption: (name, value) => this.options.push(`${name}=${value}`) };
  }
}

it("sets the maximum frame size on FFmpeg's decoder after it is opened", async () => {
  limitPixels(Decoder.prototype);
  const decoder = new Decoder();
  await decoder.initCodecContext();
  expect(decoder.options).toEqual([`max_pixels=${MAX_PIXELS_IN_MEMORY}`]);
});

it("does not change a decoder that is opened in another way", () => {
  class Other extends CustomVideoDecoder {
    init(): void {}
    decode(): void {}
    flush(): void {}
    close(): void {}
  }
  const before = Object.getOwnPropertyNames(Other.prototype);
  limitPixels(Other.prototype);
  expect(Object.getOwnPropertyNames(Other.prototype)).toEqual(before);
});
