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

/** Class names are plain strings in a schema, without completion. */
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

it("infers each domain type, and vice versa", () => {
  expectTypeOf<z.infer<typeof FrameSchema>>().toExtend<Frame>();
  expectTypeOf<Frame>().toExtend<z.infer<typeof FrameSchema>>();
  expectTypeOf<z.infer<typeof TaskSchema>>().toExtend<Task>();
  expectTypeOf<Task>().toExtend<z.infer<typeof TaskSchema>>();
  expectTypeOf<z.infer<typeof ModelResultSchema>>().toExtend<ModelResult>();
  expectTypeOf<ModelResult>().toExtend<z.infer<typeof ModelResultSchema>>();
});

it("has the same properties as the domain type", () => {
  expectTypeOf<keyof z.infer<typeof FrameSchema>>().toEqualTypeOf<keyof Frame>();
  expectTypeOf<keyof z.infer<typeof TaskSchema>>().toEqualTypeOf<keyof Task>();
  expectTypeOf<keyof z.infer<typeof ModelResultSchema>>().toEqualTypeOf<keyof ModelResult>();
  expectTypeOf<keyof z.infer<typeof BoxSchema>>().toEqualTypeOf<keyof Box>();
  expectTypeOf<keyof z.infer<typeof MaskSchema>>().toEqualTypeOf<keyof Mask>();
  expectTypeOf<Plain<ClassScore>>().toEqualTypeOf<z.infer<typeof ClassScoreSchema>>();
  expectTypeOf<TextHit>().toEqualTypeOf<z.infer<typeof TextHitSchema>>();
});
