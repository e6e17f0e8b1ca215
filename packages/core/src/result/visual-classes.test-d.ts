import { expectTypeOf, it } from "vitest";
import type { AiGeneratedClassName } from "./ai-generated-classes.ts";
import { headOf, isNegativeClass } from "./class-heads.ts";
import type { TextClassName } from "./text-classes.ts";
import type { VisualClassName, VisualHead } from "./visual-classes.ts";

it("has the known names of each model and no others", () => {
  expectTypeOf<"yes_smoking" | "no_qr_code" | "text" | "kissing">().toExtend<VisualClassName>();
  expectTypeOf<"yes_text">().not.toExtend<VisualClassName>();
  expectTypeOf<string>().not.toExtend<VisualClassName>();
  expectTypeOf<"violence">().toExtend<TextClassName>();
  expectTypeOf<"gore">().not.toExtend<TextClassName>();
  expectTypeOf<"deepfake" | "4o">().toExtend<AiGeneratedClassName>();
});

it("accepts any name and may return null", () => {
  expectTypeOf(headOf).toEqualTypeOf<(className: string) => VisualHead | null>();
  expectTypeOf(isNegativeClass).toEqualTypeOf<(className: string) => boolean | null>();
});
