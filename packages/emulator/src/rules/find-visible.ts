import type { PixelFrame } from "../media/decoded-media.ts";
import type { AnswerFrame, PixelBox } from "../model/answer-frame.ts";
import { includesTime } from "../model/class-interval.ts";
import type { FrameModel } from "../model/frame-model.ts";
import { createSeededUuid, deriveSeed } from "../model/seeded-random.ts";
import type { EmulatorFace, EmulatorLogo, EmulatorTimes } from "./emulator-rule.ts";

/** The score of a name or an object if the rule requests none. */
const DEFAULT_SCORE = 0.99;

/** Creates a model that finds the requested logos. @param hash - the hash of the media, which determines all ids */
export function createLogoModel(logos: readonly EmulatorLogo[], hash: string): FrameModel {
  return (frame, { index, widthPx, heightPx }) => ({
    kind: "logos",
    timeSeconds: frame.timeSeconds,
    logos: listVisible(logos, frame).map((logo, position) => {
      const createId = (part: number): string =>
        createSeededUuid(deriveSeed(hash, index * 10_000 + position * 100 + part));
      return {
        id: createId(0),
        class: logo.class,
        label: logo.label ?? logo.class,
        clarity: logo.clarity ?? 1,
        box: logo.box ?? boxWholeImage(widthPx, heightPx),
        locations: (logo.locations ?? []).map(({ label, score = DEFAULT_SCORE }, place) => {
          return { id: createId(place + 1), label, score };
        }),
      };
    }),
  });
}

/** Creates a model that finds the requested faces. */
export function createFaceModel(faces: readonly EmulatorFace[]): FrameModel {
  return (frame): AnswerFrame => ({
    kind: "faces",
    timeSeconds: frame.timeSeconds,
    faces: listVisible(faces, frame).map(({ name, score = DEFAULT_SCORE }) => ({
      name: name ?? null,
      score,
    })),
  });
}

/** Lists the elements that are visible in a frame. */
export function listVisible<T extends EmulatorTimes>(
  elements: readonly T[],
  { timeSeconds }: Pick<PixelFrame, "timeSeconds">,
): readonly T[] {
  return elements.filter((element) => includesTime(element, timeSeconds));
}

function boxWholeImage(widthPx: number, heightPx: number): PixelBox {
  return { left: 0, top: 0, right: widthPx, bottom: heightPx };
}
