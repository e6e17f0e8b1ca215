import { expectTypeOf, it } from "vitest";
import { HiveClient, isHiveError } from "./index.ts";
import type {
  ClassName,
  Frame,
  FrameStream,
  HiveTaskError,
  KnownClassName,
  ModelResultSummary,
  Submission,
  Task,
} from "./index.ts";

const hive = new HiveClient({ apiKey: "k" });
const media = new Uint8Array([1]);

it("accepts media, url or text, and rejects other combinations", () => {
  expectTypeOf<{ media: Uint8Array; filename: string; text: string }>().toExtend<Submission>();
  expectTypeOf<{ media: () => Promise<ReadableStream<Uint8Array>> }>().toExtend<Submission>();
  expectTypeOf<{ url: URL; text: string }>().toExtend<Submission>();
  expectTypeOf<{ text: string }>().toExtend<Submission>();
  expectTypeOf<{ media: string }>().not.toExtend<Submission>();
  expectTypeOf<{ media: Uint8Array; url: string }>().not.toExtend<Submission>();
  expectTypeOf<{ filename: string }>().not.toExtend<Submission>();
});

it("returns a task, or a stream with a summary without frames", () => {
  expectTypeOf(hive.classify({ media })).toEqualTypeOf<Promise<Task>>();
  expectTypeOf(hive.frames({ media })).toEqualTypeOf<FrameStream>();
  expectTypeOf<FrameStream>().toExtend<AsyncIterable<Frame>>();
  expectTypeOf<ModelResultSummary>().not.toHaveProperty("frames");
  expectTypeOf<Task["results"]>().not.toExtend<unknown[]>();
});

it("rejects unknown options and values", () => {
  // @ts-expect-error -- no such generation
  void new HiveClient({ apiKey: "k", api: "v4" });
  // @ts-expect-error -- only false disables retries
  void hive.classify({ media }, { retry: true });
  // @ts-expect-error -- callbackUrl is an option of submit
  void hive.classify({ media }, { callbackUrl: "https://me.example/" });
  // @ts-expect-error -- frameLimit is an option of task
  void hive.wait("id", { frameLimit: 5 });
});

it("narrows a poll by its state", async () => {
  const poll = await hive.task("id");
  // @ts-expect-error -- only a finished task has frames
  void poll.task;
  if (poll.state === "done") expectTypeOf(poll.task).toEqualTypeOf<Task>();
  else expectTypeOf(poll.message).toEqualTypeOf<string | null>();
});

it("completes known class names and accepts any other", () => {
  expectTypeOf<"yes_smoking">().toExtend<KnownClassName>();
  expectTypeOf<"self_harm">().toExtend<KnownClassName>();
  expectTypeOf<"gore">().not.toExtend<KnownClassName>();
  expectTypeOf<string>().toExtend<ClassName>();
  // The literals must stay in the union, or editors have nothing to complete.
  expectTypeOf<Extract<ClassName, "yes_smoking">>().toEqualTypeOf<"yes_smoking">();
  expectTypeOf<ClassName>().toExtend<string>();
});

it("narrows a caught error by its kind", () => {
  const error: unknown = null;
  if (!isHiveError(error)) return;
  if (error.kind === "http") expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | null>();
  if (error.kind === "task") expectTypeOf(error).toEqualTypeOf<HiveTaskError>();
  expectTypeOf(error.isRetryable).toEqualTypeOf<boolean>();
});
