export { AI_GENERATED_CLASSES, AI_SOURCE_CLASSES } from "./result/ai-generated-classes.ts";
export type { AiGeneratedClassName } from "./result/ai-generated-classes.ts";
export { CSAM_CLASSES } from "./result/csam-classes.ts";
export type { CsamClassName } from "./result/csam-classes.ts";
export { headOf, isNegativeClass } from "./result/class-heads.ts";
export { TEXT_CLASSES } from "./result/text-classes.ts";
export type { TextClassName } from "./result/text-classes.ts";
export type { VisualClassName, VisualHead } from "./result/visual-classes.ts";
export { VISUAL_HEADS } from "./result/visual-heads.ts";
