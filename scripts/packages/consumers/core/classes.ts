import { AI_SOURCE_CLASSES, TEXT_CLASSES, VISUAL_HEADS } from "@hivekit/core/classes";
import { headOf, isNegativeClass } from "@hivekit/core/classes";
import type { AiGeneratedClassName, TextClassName, VisualClassName, VisualHead } from "@hivekit/core/classes";

export const visual: VisualClassName = "yes_smoking";
export const heads: readonly VisualHead[] = VISUAL_HEADS;
export const text: readonly TextClassName[] = TEXT_CLASSES.map(({ name }) => name);
export const made: AiGeneratedClassName = AI_SOURCE_CLASSES[0];
export const isNegative: boolean | null = isNegativeClass("no_smoking");
export const found: VisualHead | null = headOf("yes_smoking");
// @ts-expect-error -- not one of Hive's classes
export const unknown: VisualClassName = "yes_sleeping";
