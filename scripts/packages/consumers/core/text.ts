import { HiveClient } from "@hivekit/core";
import type { Task } from "@hivekit/core";
import { classifyText, failedPieceOf, splitText } from "@hivekit/core/text";
import type { TextPiece } from "@hivekit/core/text";

const hive = new HiveClient({ apiKey: "k", api: "v2" });

export async function judge(text: string): Promise<Task> {
  const pieces: readonly TextPiece[] = splitText(text, { limit: 512 });
  // @ts-expect-error -- the limit is a number
  splitText(text, { limit: "512" });
  try {
    return await classifyText(hive, text, { concurrency: pieces.length, timeoutMs: 1000 });
  } catch (error) {
    throw new Error(`piece ${failedPieceOf(error)?.number}`, { cause: error });
  }
}
