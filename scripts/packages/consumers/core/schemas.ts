import type { Task } from "@hivekit/core";
import { ClassScoreSchema, FrameSchema, TaskSchema } from "@hivekit/core/schemas";

/** A schema returns the domain type. */
export const task: Task = TaskSchema.parse({});
export const score: number = ClassScoreSchema.parse({ class: "a", score: 1 }).score;
// @ts-expect-error -- a score is not a string
export const text: string = ClassScoreSchema.parse({ class: "a", score: 1 }).score;
export const isFrame: boolean = FrameSchema.safeParse({}).success;
