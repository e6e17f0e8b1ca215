import { decodeTask, frameSpans, HiveClient, isHiveError, readFrames, redactTask } from "@hivekit/core";
import type { AnyHiveError, ClassName, Frame, HiveClientOptions, Submission, Task } from "@hivekit/core";

const options: HiveClientOptions = { apiKey: () => "k", api: "v3", model: "hive/visual-moderation" };
const hive = new HiveClient(options);
const submissions: readonly Submission[] = [
  { media: new Uint8Array(1) },
  { media: new Blob(["x"]).stream(), filename: "a.jpg" },
  { url: new URL("https://a.example/") },
  { text: "hello" },
];

// @ts-expect-error -- a URL must be passed as url
export const refused: Submission = { media: "https://a.example/" };
// @ts-expect-error -- results are read-only
export const write = (task: Task) => (task.id = "other");
// @ts-expect-error -- a misspelled option is rejected
export const misspelled = new HiveClient({ apikey: "k" });

/** Class names can be any string, and editors suggest the known ones: `ClassName` is more than `string`. */
export const names: ClassName[] = ["yes_smoking", "a_class_of_mine"];
type IsAny<Value> = 0 extends 1 & Value ? true : false;
export const isAny: IsAny<Task["results"][number]["frames"][number]["classes"][number]["score"]> = false;

export async function consume(signal: AbortSignal): Promise<readonly number[]> {
  const scores: number[] = [];
  const spans = frameSpans();
  for (const submission of submissions) {
    const task = await hive.classify(submission, { signal, timeoutMs: 1_000 });
    for (const { frames } of task.results) scores.push(...frames.flatMap(scoresOf));
  }
  await using stream = hive.frames({ url: "https://a.example/clip.mp4" });
  for await (const frame of stream) scores.push(...scoresOf(frame), spans.take(frame)?.endSeconds ?? 0);
  const { results } = await stream.summary();
  for await (const frame of readFrames(new Response("{}"))) scores.push(frame.timeSeconds ?? 0);
  return [...scores, results[0]?.chargeUsd ?? 0, redactTask(decodeTask({})).results.length];
}

export function explain(error: unknown): string {
  if (!isHiveError(error)) return "not a Hive error";
  const known: AnyHiveError = error;
  return known.kind === "http" ? `HTTP ${known.status?.toFixed() ?? "unknown"}` : known.message;
}

function scoresOf(frame: Frame): number[] {
  return frame.classes.map(({ score }) => score);
}
