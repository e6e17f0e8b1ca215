import type { TaskSummary } from "@hivekit/core";
import { lastValueFrom } from "rxjs";
import { BatchWriter } from "../database/database-writes.ts";
import { FrameAggregator } from "./frame-aggregator.ts";
import type { NewFrame } from "./item-store.ts";
import type { ItemWork } from "./item-work.ts";

/** The number of frames that may wait for the database. Until they are stored, no further frames are read from Hive. */
const MAX_PENDING_FRAMES = 32;

/** Reads frames as they arrive. Further frames are read when the previous ones are stored. */
export async function submitForFrames({ project, hive, submission, signal, write }: ItemWork): Promise<void> {
  const aggregator = new FrameAggregator(project);
  const writer = new BatchWriter<NewFrame>(async (batch) => {
    await write(aggregator.progress(), batch);
  });
  const summaries: TaskSummary[] = [];
  const stored = hive.mapFrames(
    submission,
    (frame) => writer.write({ position: aggregator.add(frame), frame }),
    { signal, concurrency: MAX_PENDING_FRAMES, onSummary: (summary) => summaries.push(summary) },
  );
  try {
    await lastValueFrom(stored, { defaultValue: undefined });
  } finally {
    await writer.idle();
  }
  for (const summary of summaries) await write(aggregator.finish(summary));
}
