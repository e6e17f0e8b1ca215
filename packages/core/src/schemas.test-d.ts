import { expectTypeOf, it } from "vitest";
import type * as z from "zod/mini";
import type { Box, ClassScore, Frame, Mask, ModelResult, Task, TextHit } from "./index.ts";
import type {
  BoxSchema,
  ClassScoreSchema,
  FrameSchema,
  MaskSchema,
  ModelResultSchema,
  TaskSchema,
  TextHitSchema,
} from "./schemas.ts";

/** Class names are strings to a schema; what the editor offers is lost. */
type Plain<Type> = Type extends string
  ? string extends Type
    ? string
    : Type
  : Type extends Date | number | boolean | null | undefined
    ? Type
    : Type extends readonly (infer Element)[]
      ? readonly Plain<Element>[]
      : Type extends object
        ? { readonly [Key in keyof Type]: Plain<Type[Key]> }
        : Type;

it("holds each domain type to its schema, in both directions", () => {
  expectTypeOf<z.infer<typeof FrameSchema>>().toExtend<Frame>();
  expectTypeOf<Frame>().toExtend<z.infer<typeof FrameSchema>>();
  expectTypeOf<z.infer<typeof TaskSchema>>().toExtend<Task>();
  expectTypeOf<Task>().toExtend<z.infer<typeof TaskSchema>>();
  expectTypeOf<z.infer<typeof ModelResultSchema>>().toExtend<ModelResult>();
  expectTypeOf<ModelResult>().toExtend<z.infer<typeof ModelResultSchema>>();
});

it("has no property that the other lacks", () => {
  expectTypeOf<keyof z.infer<typeof FrameSchema>>().toEqualTypeOf<keyof Frame>();
  expectTypeOf<keyof z.infer<typeof TaskSchema>>().toEqualTypeOf<keyof Task>();
  expectTypeOf<keyof z.infer<typeof ModelResultSchema>>().toEqualTypeOf<keyof ModelResult>();
  expectTypeOf<keyof z.infer<typeof BoxSchema>>().toEqualTypeOf<keyof Box>();
  expectTypeOf<keyof z.infer<typeof MaskSchema>>().toEqualTypeOf<keyof Mask>();
  expectTypeOf<Plain<ClassScore>>().toEqualTypeOf<z.infer<typeof ClassScoreSchema>>();
  expectTypeOf<TextHit>().toEqualTypeOf<z.infer<typeof TextHitSchema>>();
});
