import { damageBytes, damageText } from "./damage.ts";
import { Random } from "./random.ts";
import { randomReply } from "./random-reply.ts";
import type { FormatName } from "./random-reply.ts";

/** A document in chunks, as text for the reader. */
export type ReaderCase = {
  readonly kind: "reader";
  readonly format: FormatName;
  readonly speculates: boolean;
  readonly document: string;
  /** The positions of the cuts, ascending. A repeated position creates an empty chunk. */
  readonly cuts: readonly number[];
};

/** The behavior of the consumer of a stream. */
export type Consumer =
  | { readonly kind: "loop" }
  /** The number of concurrent calls of `next()`. */
  | { readonly kind: "together"; readonly calls: number }
  /** The number of frames before `return()`, possibly during a pending `next()`. */
  | { readonly kind: "return"; readonly after: number; readonly isPending: boolean }
  /** The number of frames before `summary()`. */
  | { readonly kind: "summary"; readonly after: number };

/** A document in chunks, as bytes for the stream. */
export type StreamCase = {
  readonly kind: "stream";
  readonly format: FormatName;
  readonly consumer: Consumer;
  /** Whether the chunks arrive asynchronously. */
  readonly isSlow: boolean;
  readonly document: Uint8Array<ArrayBuffer>;
  readonly cuts: readonly number[];
};

export type FuzzCase = ReaderCase | StreamCase;

/** The percentage of cases for the stream, which is slower. */
const STREAM_SHARE = 0.15;

/** Creates the case with this number. It depends on nothing else. */
export function fuzzCase(seed: number, index: number): FuzzCase {
  const random = new Random(seed, index);
  const { text, format } = randomReply(random);
  const document = random.chance(0.35) ? damageText(text, random) : text;
  if (!random.chance(STREAM_SHARE)) {
    const cuts = randomCuts(document.length, random, document);
    return { kind: "reader", format, speculates: !random.chance(0.15), document, cuts };
  }
  const whole = new TextEncoder().encode(document);
  const bytes = random.chance(0.2) && whole.length < 50_000 ? damageBytes(whole, random) : whole;
  const cuts = randomCuts(bytes.length, random);
  const isSlow = cuts.length < 20 && random.chance(0.2);
  return { kind: "stream", format, consumer: randomConsumer(random), isSlow, document: bytes, cuts };
}

function randomConsumer(random: Random): Consumer {
  return random.pick<() => Consumer>([
    () => ({ kind: "loop" }),
    () => ({ kind: "loop" }),
    () => ({ kind: "together", calls: random.between(2, 6) }),
    () => ({ kind: "return", after: random.below(random.size(12)), isPending: random.chance(0.5) }),
    () => ({ kind: "summary", after: random.below(4) }),
  ])();
}

function randomCuts(length: number, random: Random, text = ""): number[] {
  const way = random.below(10);
  const cuts: number[] = [];
  if (way === 0) return cuts;
  // A few chunks, cut anywhere.
  if (way < 4) {
    for (let count = random.between(1, 4); count > 0; count--) cuts.push(random.below(length + 1));
    return cuts.toSorted((one, other) => one - other);
  }
  // Cut next to structural characters.
  if (way < 6 && length < 20_000) {
    for (const { index } of text.matchAll(/[{}[\],"\\]/g))
      if (random.chance(0.2)) cuts.push(index + random.below(2));
    return cuts.toSorted((one, other) => one - other);
  }
  // Chunks of one size, or of sizes up to a maximum.
  const most = way === 6 && length < 20_000 ? 1 : random.size(Math.max(5000, length / 20));
  const isRegular = random.chance(0.5);
  for (let at = 0; at < length; at += isRegular ? most : random.between(1, most)) cuts.push(at);
  return cuts;
}

/** Cuts a case into its chunks. */
export function cutChunks<Chunk extends string | Uint8Array>(
  document: { slice(start: number, end?: number): Chunk },
  cuts: readonly number[],
): Chunk[] {
  const starts = [0, ...cuts];
  return starts.map((start, index) => document.slice(start, cuts[index]));
}
