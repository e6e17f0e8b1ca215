import { BrokenConnection } from "../faults/broken-connection.ts";
import type { EmulatorFault } from "../faults/emulator-fault.ts";
import { pause } from "../pace/pause.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { piecesOf, type ReplyParts } from "../wire/reply-parts.ts";
import type { Exchange } from "./exchange.ts";

/** How a body is written. */
export type WriteOptions = {
  readonly exchange: Exchange;
  readonly state: Pick<EmulatorState, "epoch" | "sleep" | "msPerFrame">;
  /** What goes wrong with the body; other faults play no part here. */
  readonly fault: EmulatorFault | null;
};

const JSON_TYPE = { "content-type": "application/json" };
/** A reply with more frames than this is made while it is written. */
const FRAMES_AT_ONCE = 200;
/** How long what was written may take to leave the machine before the connection breaks, in milliseconds. */
const FLUSH_MS = 20;
/** How many bytes more a wrong length promises. */
const MISSING_BYTES = 16;
const DRIP_MS = 100;
const DRIP_BYTES = 16;

/** Writes a reply: at once, or, with a pace or a fault, bit by bit. */
export function writeReply(parts: ReplyParts, options: WriteOptions): Response {
  const { fault, state } = options;
  const isPaced = state.msPerFrame > 0 && parts.frameCount > 0;
  if (fault === null && !isPaced && parts.frameCount <= FRAMES_AT_ONCE)
    return new Response(textOf(parts), { headers: JSON_TYPE });
  if (fault?.kind === "wrong-length") {
    const length = new TextEncoder().encode(textOf(parts)).byteLength + MISSING_BYTES;
    return new Response(bodyOf(parts, options), {
      headers: { ...JSON_TYPE, "content-length": String(length) },
    });
  }
  return new Response(bodyOf(parts, options), { headers: JSON_TYPE });
}

function textOf(parts: ReplyParts): string {
  return [...piecesOf(parts)].join("");
}

function bodyOf(parts: ReplyParts, options: WriteOptions): ReadableStream<Uint8Array> {
  const { exchange } = options;
  const { connection } = exchange;
  const stop = new AbortController();
  // Set at the end, whatever end it is: the controller must not be touched after it.
  let isOver = false;
  const onAbort = (): void => stop.abort(exchange.signal.reason);
  const end = (act: () => void): void => {
    if (isOver) return;
    isOver = true;
    exchange.signal.removeEventListener("abort", onAbort);
    act();
  };
  exchange.signal.addEventListener("abort", onAbort, { once: true });
  const chunks = chunksOf(parts, { ...options, signal: stop.signal });
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      // An abort ends the body at once, also while nobody reads.
      stop.signal.addEventListener("abort", () => {
        end(() => (connection === null ? controller.error(stop.signal.reason) : controller.close()));
      });
    },
    pull: async (controller) => {
      try {
        const { done, value } = await chunks.next();
        if (isOver) return;
        if (done === true) end(() => controller.close());
        else controller.enqueue(value);
      } catch (cause) {
        end(() => {
          // The words and the type with which fetch tells of a connection that broke. A server would print them: there, the socket breaks.
          if (connection === null) controller.error(new TypeError("terminated", { cause }));
          else {
            connection.reset();
            controller.close();
          }
        });
      }
    },
    cancel: async (reason) => {
      end(() => stop.abort(reason));
      await chunks.return();
    },
  });
}

type ChunkOptions = WriteOptions & { readonly signal: AbortSignal };

async function* chunksOf(parts: ReplyParts, options: ChunkOptions): AsyncGenerator<Uint8Array, void, void> {
  const { fault, signal, exchange, state } = options;
  const wait = (ms: number | null): Promise<void> => pause(ms, { signal, ...state });
  const encoder = new TextEncoder();
  switch (fault?.kind) {
    case "stall-body":
    case "truncate":
    case "reset-body": {
      const bytes = encoder.encode(textOf(parts));
      const half = Math.ceil(bytes.length / 2);
      yield bytes.subarray(0, half);
      if (fault.kind === "reset-body") await breakOff("reset", exchange, wait);
      // A reset comes no further.
      if (fault.kind !== "stall-body") return;
      await wait(fault.ms ?? null);
      yield bytes.subarray(half);
      return;
    }
    case "drip": {
      const bytes = encoder.encode(textOf(parts));
      const step = fault.bytes ?? DRIP_BYTES;
      for (let at = 0; at < bytes.length; at += step) {
        if (at > 0) await wait(fault.ms ?? DRIP_MS);
        yield bytes.subarray(at, at + step);
      }
      return;
    }
    case "wrong-length":
      yield encoder.encode(textOf(parts));
      await breakOff("end", exchange, wait);
      return;
    default:
      yield* pacedChunks(parts, options, wait);
  }
}

/** In process there is no connection, and the body fails; over a socket the socket does, and this waits for its end. */
async function breakOff(
  way: "reset" | "end",
  { connection }: Exchange,
  wait: (ms: number | null) => Promise<void>,
): Promise<never> {
  if (connection !== null) {
    await wait(FLUSH_MS);
    connection[way]();
    await wait(null);
  }
  throw new BrokenConnection();
}

/** Frame by frame; each takes its time before it is written. */
async function* pacedChunks(
  parts: ReplyParts,
  { fault, state }: ChunkOptions,
  wait: (ms: number | null) => Promise<void>,
): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  let written = -1;
  for (const piece of piecesOf(parts)) {
    // The first piece is the head, the last one the tail.
    const isFrame = written >= 0 && written < parts.frameCount;
    if (fault?.kind === "stall-frames" && written === Math.min(fault.after ?? 1, parts.frameCount)) {
      await wait(fault.ms ?? null);
    }
    if (isFrame && state.msPerFrame > 0) await wait(state.msPerFrame);
    yield encoder.encode(piece);
    written += 1;
  }
}
