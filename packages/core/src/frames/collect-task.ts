import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import type { Frame } from "../result/frame.ts";
import type { Task } from "../result/task.ts";
import type { FrameStream } from "./frame-stream.ts";

/**
 * Reads a stream to its end and assembles the task, including `raw`.
 *
 * @throws the errors of the stream.
 */
export async function collectTask(format: ReplyFormat, stream: FrameStream): Promise<Task> {
  const byResult: Frame[][] = [];
  for await (const frame of stream) (byResult[frame.resultIndex] ??= []).push(frame);
  const summary = await stream.summary();
  const parts = format.read(summary.raw, []).results;
  const results = summary.results.map(({ frameCount: _frameCount, ...result }, index) => {
    const frames = byResult[index] ?? [];
    // Nothing else references the envelope, and its frame arrays are empty.
    for (const frame of frames) parts[index]?.output.push(frame.raw);
    return { ...result, frames };
  });
  return { ...summary, results };
}
