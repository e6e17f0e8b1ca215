/** A reply whose frames are kept apart from the envelope around them: a long video is never held as one text. */
export type Reply = {
  /** The complete reply, with the given `output` in its place. */
  readonly envelope: (output: unknown) => unknown;
  /** The number of frames; 0 for a reply without `output`. */
  readonly frameCount: number;
  /** One entry of `output`. */
  readonly frameAt: (index: number) => unknown;
};

/** A page of the frames of a finished task. */
export type PageOfFrames = { readonly limit: number; readonly offset: number };

/** A reply that has no frames. */
export function replyWithoutFrames(document: unknown): Reply {
  return { envelope: () => document, frameCount: 0, frameAt: () => undefined };
}

/** Limits frames to a page; `null` for all. An offset beyond the last frame gives none (emulator behaviour: Hive's answer is not known). */
export function pageFrames(
  total: number,
  page: PageOfFrames | null,
  frameAt: (index: number) => unknown,
): Pick<Reply, "frameCount" | "frameAt"> {
  const offset = page?.offset ?? 0;
  const frameCount = Math.max(0, Math.min(page?.limit ?? total, total - offset));
  return { frameCount, frameAt: (index) => frameAt(offset + index) };
}

/** The reply as one value. */
export function completeReply(reply: Reply): unknown {
  return reply.envelope(Array.from({ length: reply.frameCount }, (_, index) => reply.frameAt(index)));
}

/** The JSON of a reply in chunks: the part before the frames, one chunk per frame, and the part after them. */
export function* jsonChunks(reply: Reply): Generator<string, void, void> {
  // Nothing that a caller sent can be equal to it.
  const mark = crypto.randomUUID();
  const [head = "", tail] = JSON.stringify(reply.envelope(mark)).split(`"${mark}"`);
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
