import { mapColors } from "../colors/color-map.ts";
import { colorShares } from "../colors/color-shares.ts";
import type { DecodedMedia } from "../media/decoded-media.ts";
import type { EmulatorModel } from "../state/emulator-project.ts";
import type { ReplyFrame } from "../v1/reply.ts";
import { colorBoxes } from "./color-box.ts";
import { MASK_MAPPING, type ColorMask } from "./color-mask.ts";

/** The models that look at pixels. */
export type PixelModel = Exclude<EmulatorModel, "emulator_labeling">;

/** What a model says about a media. */
export type ModelAnswer = {
  /** One entry per frame, by ascending time. */
  readonly output: readonly ReplyFrame[];
  /** The masks that `output` points to, by file name. */
  readonly masks: ReadonlyMap<string, ColorMask>;
};

/**
 * Lets a model look at each frame.
 *
 * @param options.maskUrl - where a mask with a given file name will be served.
 * @throws MediaError for a media that breaks off; the signal's reason, when it aborts.
 */
export async function answerModel(
  media: DecodedMedia,
  options: {
    readonly model: PixelModel;
    readonly taskId: string;
    readonly maskUrl: (filename: string) => string;
    readonly signal: AbortSignal;
  },
): Promise<ModelAnswer> {
  const { model, taskId, maskUrl, signal } = options;
  const { widthPx, heightPx, isMoving } = media;
  const output: ReplyFrame[] = [];
  const masks = new Map<string, ColorMask>();
  for await (const frame of media.frames) {
    signal.throwIfAborted();
    const time = frame.timeSeconds;
    const map = mapColors(frame);
    switch (model) {
      case "emulator_colors":
        output.push({ time, classes: colorShares(map) });
        break;
      case "emulator_colors_boxes":
        output.push({ time, bounding_poly: colorBoxes(map, { widthPx, heightPx }) });
        break;
      case "emulator_colors_mask": {
        const filename = `${taskId}-${output.length}.png`;
        masks.set(filename, { map, widthPx, heightPx });
        output.push({ ...(isMoving ? { time } : {}), url: maskUrl(filename), mapping: MASK_MAPPING });
        break;
      }
      default:
        throw new Error(`no such model: ${String(model satisfies never)}`);
    }
  }
  return { output, masks };
}
