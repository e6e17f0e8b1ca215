/** A reply in the pieces in which it is written: what is before the frames, each frame, what is after them. All are pieces of one JSON. */
export type ReplyParts = {
  readonly head: string;
  /** How many frames there are. */
  readonly frameCount: number;
  /** The JSON of one frame, made when it is asked for: a long video is never held whole. */
  readonly frameAt: (place: number) => string;
  readonly tail: string;
};

/** A reply whose frames are apart from what surrounds them. */
export type Reply = {
  /** The whole, with the given `output` in its place. */
  readonly envelope: (output: unknown) => unknown;
  /** How many frames there are; 0 for a reply without `output`. */
  readonly frameCount: number;
  /** One entry of `output`. */
  readonly frameAt: (place: number) => unknown;
};

/** The reply as one value. */
export function wholeReply(reply: Reply): unknown {
  return reply.envelope(Array.from({ length: reply.frameCount }, (_, place) => reply.frameAt(place)));
}

/** Cuts a reply around its frames. */
export function partsOf(reply: Reply): ReplyParts {
  // Nothing that a caller sent can be equal to it.
  const mark = crypto.randomUUID();
  const [head = "", rest] = JSON.stringify(reply.envelope(mark)).split(`"${mark}"`);
  const frameAt = (place: number): string => JSON.stringify(reply.frameAt(place));
  // Without an output, as with labels, the head is all.
  if (rest === undefined) return { head, frameCount: 0, frameAt, tail: "" };
  return { head: `${head}[`, frameCount: reply.frameCount, frameAt, tail: `]${rest}` };
}

/** The pieces in the order in which they are written: one more than there are frames, and the end with the last one's comma left out. */
export function* piecesOf(parts: ReplyParts): Generator<string> {
  yield parts.head;
  for (let place = 0; place < parts.frameCount; place += 1) {
    yield `${place === 0 ? "" : ","}${parts.frameAt(place)}`;
  }
  yield parts.tail;
}
