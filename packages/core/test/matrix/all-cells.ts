import { aiAndCelebrityCells } from "./ai-and-celebrity-cells.ts";
import { awkwardCells } from "./awkward-cells.ts";
import { boxCells } from "./box-cells.ts";
import { callbackCells } from "./callback-cells.ts";
import { categorizationCells } from "./categorization-cells.ts";
import type { Cell } from "./cell.ts";
import { envelopeCells } from "./envelope-cells.ts";
import { inputCells } from "./input-cells.ts";
import { labelingCells } from "./labeling-cells.ts";
import { hashCells } from "./match-cells.ts";
import { mixedCells } from "./mixed-cells.ts";
import { newerModelCells } from "./newer-model-cells.ts";
import { otherTextCells } from "./other-text-cells.ts";
import { outputReplyCells } from "./output-reply-cells.ts";
import { segmentationCells } from "./segmentation-cells.ts";
import { speechModelCells } from "./speech-cells.ts";
import { textCells } from "./text-cells.ts";
import { textRecognitionCells } from "./text-recognition-cells.ts";

/** All cells of the matrix: generation x model type x deviation, with the expected outcome. */
export const allCells: readonly Cell[] = [
  ...envelopeCells,
  ...inputCells,
  ...categorizationCells,
  ...boxCells,
  ...segmentationCells,
  ...labelingCells,
  ...textCells,
  ...otherTextCells,
  ...speechModelCells,
  ...textRecognitionCells,
  ...aiAndCelebrityCells,
  ...callbackCells,
  ...mixedCells,
  ...outputReplyCells,
  ...hashCells,
  ...newerModelCells,
  ...awkwardCells,
];
