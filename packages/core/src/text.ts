export { classifyText } from "./text/classify-text.ts";
export type { ClassifyTextOptions } from "./text/classify-text.ts";
export { failedPieceOf } from "./text/failed-piece.ts";
export type { FailedPiece } from "./text/failed-piece.ts";
export type { TextClassifier } from "./text/submit-pieces.ts";
export { splitText } from "./text/split-text.ts";
export type { SplitTextOptions, TextPiece } from "./text/split-text.ts";
