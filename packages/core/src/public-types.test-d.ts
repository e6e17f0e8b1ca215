import { expectTypeOf, it } from "vitest";
import { HiveClient, isHiveError } from "./index.ts";
import type { Frame, FrameStream, HiveTaskError, ModelResultSummary, Submission, Task } from "./index.ts";

const hive = new HiveClient({ apiKey: "k" });
const media = new Uint8Array([1]);

it("takes media, url or text, and refuses what fits none", () => {
  expectTypeOf<{ media: Uint8Array; filename: string; text: string }>().toExtend<Submission>();
  expectTypeOf<{ media: () => Promise<ReadableStream<Uint8Array>> }>().toExtend<Submission>();
  expectTypeOf<{ url: URL; text: string }>().toExtend<Submission>();
  expectTypeOf<{ text: string }>().toExtend<Submission>();
  expectTypeOf<{ media: string }>().not.toExtend<Submission>();
  expectTypeOf<{ media: Uint8Array; url: string }>().not.toExtend<Submission>();
  expectTypeOf<{ filename: string }>().not.toExtend<Submission>();
});

it("gives a task, or frames and a summary without them", () => {
  expectTypeOf(hive.classify({ media })).toEqualTypeOf<Promise<Task>>();
  expectTypeOf(hive.frames({ media })).toEqualTypeOf<FrameStream>();
  expectTypeOf<FrameStream>().toExtend<AsyncIterable<Frame>>();
  expectTypeOf<ModelResultSummary>().not.toHaveProperty("frames");
  expectTypeOf<Task["results"]>().not.toExtend<unknown[]>();
});

it("refuses an option that this version would not keep", () => {
  // @ts-expect-error -- only v1 is spoken
  void new HiveClient({ apiKey: "k", api: "v2" });
  // @ts-expect-error -- nothing is retried
  void hive.classify({ media }, { retry: false });
});

it("narrows a caught error by its kind", () => {
  const error: unknown = null;
  if (!isHiveError(error)) return;
  if (error.kind === "http") expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | null>();
  if (error.kind === "task") expectTypeOf(error).toEqualTypeOf<HiveTaskError>();
  expectTypeOf(error.isRetryable).toEqualTypeOf<boolean>();
});
