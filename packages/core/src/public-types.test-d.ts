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

it("refuses options that are not known, and values outside their set", () => {
  // @ts-expect-error -- no such generation
  void new HiveClient({ apiKey: "k", api: "v4" });
  // @ts-expect-error -- only false turns retries off
  void hive.classify({ media }, { retry: true });
  // @ts-expect-error -- the callback belongs to submit
  void hive.classify({ media }, { callbackUrl: "https://me.example/" });
  // @ts-expect-error -- pages belong to task
  void hive.wait("id", { frameLimit: 5 });
});

it("tells a pending task from one that is done", async () => {
  const look = await hive.task("id");
  // @ts-expect-error -- only a task that is done has frames
  void look.task;
  if (look.state === "done") expectTypeOf(look.task).toEqualTypeOf<Task>();
  else expectTypeOf(look.message).toEqualTypeOf<string | null>();
});

it("offers known class names and takes any other", () => {
  expectTypeOf<"yes_smoking">().toExtend<KnownClassName>();
  expectTypeOf<"self_harm">().toExtend<KnownClassName>();
  expectTypeOf<"gore">().not.toExtend<KnownClassName>();
  expectTypeOf<string>().toExtend<ClassName>();
  // The literals must stay in the union, or the editor has nothing to offer.
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
