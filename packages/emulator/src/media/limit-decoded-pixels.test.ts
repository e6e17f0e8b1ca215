import { expect, it } from "vitest";
import { CustomVideoDecoder } from "mediabunny";
import { limitDecodedPixels } from "./limit-decoded-pixels.ts";
import { MOST_PIXELS_HELD } from "./picture-limits.ts";

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

it("FFmpeg's decoder is told the largest frame once it is open", async () => {
  limitDecodedPixels(Decoder.prototype);
  const decoder = new Decoder();
  await decoder.initCodecContext();
  expect(decoder.options).toEqual([`max_pixels=${MOST_PIXELS_HELD}`]);
});

it("a decoder that opens in another way is left as it is", () => {
  class Other extends CustomVideoDecoder {
    init(): void {}
    decode(): void {}
    flush(): void {}
    close(): void {}
  }
  const before = Object.getOwnPropertyNames(Other.prototype);
  limitDecodedPixels(Other.prototype);
  expect(Object.getOwnPropertyNames(Other.prototype)).toEqual(before);
});
