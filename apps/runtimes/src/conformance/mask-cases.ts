import { maskClassAt, maskShares } from "@hivekit/core/mask";
import { equal } from "./checks.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** Pixels of a segmentation mask. */
export const MASK_CASES: readonly ConformanceCase[] = [
  {
    name: "names the class of a mask's pixels",
    project: "demo-colors-mask",
    run: async ({ hive, media }) => {
      const task = await hive().classify({ media: await media("shapes.jpg") });
      const mapping = task.results[0]?.frames[0]?.mask?.mapping ?? [];
      const red = mapping.find((entry) => entry.class === "red")?.value ?? -1;
      const green = mapping.find((entry) => entry.class === "green")?.value ?? -1;
      // As a canvas gives them; who decodes the picture is the runtime, or a library.
      const pixels = new Uint8ClampedArray([red, red, red, 255, green, green, green, 255]);
      equal(maskClassAt(pixels, mapping, { x: 1, y: 0, widthPx: 2, channels: 4 }), "green");
      const { shares, totalPixels } = maskShares(pixels, mapping, { channels: 4 });
      equal([shares.find((entry) => entry.class === "red")?.share, totalPixels], [0.5, 2]);
    },
  },
];
