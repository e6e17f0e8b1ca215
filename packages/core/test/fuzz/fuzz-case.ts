import { damageBytes, damageText } from "./damage.ts";
import { Random } from "./random.ts";
import { randomReply } from "./random-reply.ts";
import type { FormatName } from "./random-reply.ts";

/** A document in pieces, as text for the reader. */
export type ReaderCase = {
  readonly kind: "reader";
  readonly format: FormatName;
  readonly speculates: boolean;
  readonly document: string;
  /** Where it is cut, ascending. The same place twice makes an empty piece. */
  readonly cuts: readonly number[];
};

/** What the consumer of a stream does. */
export type Consumer =
  | { readonly kind: "loop" }
  /** So many calls of `next()` at once. */
  | { readonly kind: "together"; readonly calls: number }
  /** `return()` after so many frames, perhaps while a `next()` is under way. */
  | { readonly kind: "return"; readonly after: number; readonly isPending: boolean }
  /** `summary()` after so many frames. */
  | { readonly kind: "summary"; readonly after: number };

/** A document in pieces, as bytes for the stream. */
export type StreamCase = {
  readonly kind: "stream";
  readonly format: FormatName;
  readonly consumer: Consumer;
  /** Whether the pieces come later than in the same turn. */
  readonly isSlow: boolean;
  readonly document: Uint8Array<ArrayBuffer>;
  readonly cuts: readonly number[];
};

export type FuzzCase = ReaderCase | StreamCase;

/** How many cases of a hundred go through the stream, which is slower. */
const STREAM_SHARE = 0.15;

/** The case with this number. It depends on nothing else. */
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
  // A few pieces, cut anywhere.
  if (way < 4) {
    for (let count = random.between(1, 4); count > 0; count--) cuts.push(random.below(length + 1));
    return cuts.toSorted((one, other) => one - other);
  }
  // Next to what matters.
  if (way < 6 && length < 20_000) {
    for (const { index } of text.matchAll(/[{}[\],"\\]/g))
      if (random.chance(0.2)) cuts.push(index + random.below(2));
    return cuts.toSorted((one, other) => one - other);
  }
  // Pieces of one size, or of sizes up to one.
  const most = way === 6 && length < 20_000 ? 1 : random.size(Math.max(5000, length / 20));
  const isRegular = random.chance(0.5);
  for (let at = 0; at < length; at += isRegular ? most : random.between(1, most)) cuts.push(at);
  return cuts;
}

/** The pieces of a case. */
export function piecesOf<Piece extends string | Uint8Array>(
  document: { slice(start: number, end?: number): Piece },
  cuts: readonly number[],
): Piece[] {
  const starts = [0, ...cuts];
  return starts.map((start, index) => document.slice(start, cuts[index]));
}
