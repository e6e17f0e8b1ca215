/**
 * A reply whose frames are separate from its envelope, so that the complete JSON of a long video is never in memory.
 */
export type Reply = {
  /** Returns the complete reply, with the given `output`. */
  readonly envelope: (output: unknown) => unknown;
  /** The number of frames; 0 for a reply without `output`. */
  readonly frameCount: number;
  /** Returns one entry of `output`. */
  readonly frameAt: (index: number) => unknown;
};

/** A page of the frames of a finished task. */
export type PageOfFrames = { readonly limit: number; readonly offset: number };

/** Creates a reply that has no frames. */
export function replyWithoutFrames(document: unknown): Reply {
  return { envelope: () => document, frameCount: 0, frameAt: () => undefined };
}

/**
 * Limits frames to a page; `null` for all. A page beyond the last frame is empty (emulator behavior: Hive's response is
 * not known).
 */
export function pageFrames(
  total: number,
  page: PageOfFrames | null,
  frameAt: (index: number) => unknown,
): Pick<Reply, "frameCount" | "frameAt"> {
  const offset = page?.offset ?? 0;
  const frameCount = Math.max(0, Math.min(page?.limit ?? total, total - offset));
  return { frameCount, frameAt: (index) => frameAt(offset + index) };
}

/** Assembles the envelope and the frames. */
export function assembleReply(reply: Reply): unknown {
  return reply.envelope(Array.from({ length: reply.frameCount }, (_, index) => reply.frameAt(index)));
}

/** Serializes a reply as JSON in chunks: the part before the frames, one chunk per frame, and the part after them. */
export function* serializeChunks(reply: Reply): Generator<string, void, void> {
  // The frames replace it. It is random, so that no submitted text can contain it.
  const placeholder = crypto.randomUUID();
  const [head = "", tail] = JSON.stringify(reply.envelope(placeholder)).split(`"${placeholder}"`);
  // A reply without `output`, such as labels, is one chunk.
  if (tail === undefined) {
    yield head;
    return;
  }
  yield `${head}[`;
  for (let index = 0; index < reply.frameCount; index += 1) {
    yield `${index === 0 ? "" : ","}${JSON.stringify(reply.frameAt(index))}`;
  }
  yield `]${tail}`;
}
