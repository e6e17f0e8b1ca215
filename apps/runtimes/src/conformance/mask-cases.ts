import { maskClassAt, maskShares } from "@hivekit/core/mask";
import { expectEqual } from "./expectations.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** The pixels of a segmentation mask. */
export const MASK_CASES: readonly ConformanceCase[] = [
  {
    name: "finds the class of a mask's pixels",
    project: "demo-colors-mask",
    run: async ({ hive, media }) => {
      const task = await hive().classify({ media: await media("shapes.jpg") });
      const mapping = task.results[0]?.frames[0]?.mask?.mapping ?? [];
      const red = mapping.find((entry) => entry.class === "red")?.value ?? -1;
      const green = mapping.find((entry) => entry.class === "green")?.value ?? -1;
      // The pixels of a canvas. The runtime or a library decodes the picture.
      const pixels = new Uint8ClampedArray([red, red, red, 255, green, green, green, 255]);
      expectEqual(maskClassAt(pixels, mapping, { x: 1, y: 0, widthPx: 2, channels: 4 }), "green");
      const { shares, totalPixels } = maskShares(pixels, mapping, { channels: 4 });
      expectEqual([shares.find((entry) => entry.class === "red")?.share, totalPixels], [0.5, 2]);
    },
  },
];
