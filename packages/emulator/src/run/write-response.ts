import { BrokenConnection, type Exchange } from "../api/exchange.ts";
import { serializeChunks, type Reply } from "../api/reply.ts";
import type { FaultBody, FaultConnection } from "../faults/fault-definition.ts";
import { getFaultDefinition, type EmulatorFault } from "../faults/fault-kinds.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { EmulatorEnded } from "../time/epoch.ts";
import { pause, realSleep } from "../time/pause.ts";

/** The context in which a response is written. */
export type WriteOptions = {
  readonly exchange: Exchange;
  readonly state: Pick<EmulatorState, "epoch" | "sleep">;
  /** The fault that happens to the response; `null` for none. */
  readonly fault: EmulatorFault | null;
  /** The delay before each frame, in milliseconds; 0 for none. */
  readonly msPerFrame: number;
};

const JSON_TYPE = { "content-type": "application/json" };
/** A reply with more frames than this is serialized while it is written. */
const MAX_BUFFERED_FRAMES = 200;
/** The delay before the connection breaks, in milliseconds, so that bytes that are already written are sent. */
const FLUSH_MS = 20;
/**
 * The time after which an endless stall resets its connection, in milliseconds. Otherwise, callers that wait without a
 * timeout would keep their connections indefinitely. A call in process has no connection.
 */
const MAX_STALL_MS = 15 * 60_000;

/** Writes a reply in one chunk, or chunk by chunk if it is long, paced or subject to a fault. */
export function writeReply(reply: Reply, options: WriteOptions): Response {
  const { fault, msPerFrame } = options;
  const isPaced = msPerFrame > 0 && reply.frameCount > 0;
  if (fault === null && !isPaced && reply.frameCount <= MAX_BUFFERED_FRAMES) {
    return new Response(serialize(reply), { headers: JSON_TYPE });
  }
  const excessBytes = fault === null ? undefined : getFaultDefinition(fault.kind).excessBytes;
  const length = excessBytes === undefined ? null : encode(serialize(reply)).byteLength + excessBytes;
  return new Response(streamBody(reply, options), {
    headers: length === null ? JSON_TYPE : { ...JSON_TYPE, "content-length": String(length) },
  });
}

/**
 * Runs a fault that acts between the processing and the start of the response.
 *
 * @throws BrokenConnection for a reset, and when the emulator is reset or closed while the response is delayed; the
 * signal's reason when it aborts.
 */
export async function holdResponse(
  fault: EmulatorFault | null,
  { exchange, state }: Pick<WriteOptions, "exchange" | "state">,
): Promise<void> {
  if (fault === null) return;
  const breakOff = (): never => {
    exchange.connection?.reset();
    throw new BrokenConnection();
  };
  try {
    await getFaultDefinition(fault.kind).beforeResponse?.(fault, {
      wait: (ms) => stall(ms, { exchange, state, signal: exchange.signal }),
      breakOff: async () => breakOff(),
    });
  } catch (error) {
    if (error instanceof EmulatorEnded) breakOff();
    throw error;
  }
}

function streamBody(reply: Reply, options: WriteOptions): ReadableStream<Uint8Array> {
  const { connection, signal } = options.exchange;
  const stop = new AbortController();
  // Set when the body has ended for any reason. The controller must not be used afterwards.
  let isOver = false;
  const onAbort = (): void => stop.abort(signal.reason);
  const end = (act: () => void): void => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener("abort", onAbort);
    act();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  const chunks = writeChunks(reply, { ...options, signal: stop.signal });
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      // An abort ends the body immediately, even if the caller is not reading.
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
          // In process, the body fails with the type and message that fetch uses for a broken connection. The HTTP
          // server would print such an error, so over HTTP the socket is reset instead.
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

/**
 * Waits for a number of milliseconds, or endlessly.
 *
 * @throws the signal's reason when it aborts; EmulatorEnded when the emulator is reset or closed; BrokenConnection when
 * an endless wait has reset the connection.
 */
async function stall(
  ms: number | null,
  { exchange, state, signal }: Pick<WriteOptions, "exchange" | "state"> & { readonly signal: AbortSignal },
): Promise<void> {
  const { connection } = exchange;
  if (ms !== null || connection === null) return pause(ms, { signal, ...state });
  if (state.epoch.isClosed) throw new EmulatorEnded();
  // The option `sleep` does not apply to this wait, because a test's own function may not wait at all.
  await pause(MAX_STALL_MS, { signal, epoch: state.epoch, sleep: realSleep });
  connection.reset();
  throw new BrokenConnection();
}

function writeChunks(
  reply: Reply,
  options: WriteOptions & { readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, void, void> {
  const { fault, signal, state, exchange, msPerFrame } = options;
  const wait = (ms: number | null): Promise<void> => stall(ms, { exchange, state, signal });
  const body: FaultBody = {
    frameCount: reply.frameCount,
    bytes: () => encode(serialize(reply)),
    chunks: () => paceChunks(reply, { msPerFrame, wait }),
  };
  const connection: FaultConnection = {
    wait,
    breakOff: async (how) => {
      // Over HTTP, the socket breaks and this waits until the request ends. In process, the body fails.
      if (exchange.connection !== null) {
        await wait(FLUSH_MS);
        exchange.connection[how]();
        await wait(null);
      }
      throw new BrokenConnection();
    },
  };
  const written =
    fault === null ? undefined : getFaultDefinition(fault.kind).write?.(fault, body, connection);
  return written ?? paceChunks(reply, { msPerFrame, wait });
}

/** Waits before each frame. */
async function* paceChunks(
  reply: Reply,
  { msPerFrame, wait }: { readonly msPerFrame: number; readonly wait: (ms: number) => Promise<void> },
): AsyncGenerator<Uint8Array, void, void> {
  // The chunk before the frames has the index 0.
  let index = 0;
  for (const chunk of serializeChunks(reply)) {
    const isFrame = index > 0 && index <= reply.frameCount;
    if (isFrame && msPerFrame > 0) await wait(msPerFrame);
    yield encode(chunk);
    index += 1;
  }
}

function serialize(reply: Reply): string {
  return [...serializeChunks(reply)].join("");
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
