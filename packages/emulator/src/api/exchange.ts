/** The connection of a request that came over HTTP. */
export interface Connection {
  /** Resets the connection at once, as a crashing server does. Bytes in flight may be lost. */
  reset(): void;
  /** Ends the connection after the bytes that were written, even if more were announced. */
  end(): void;
}

/** A request with its signal and its connection. */
export type Exchange = {
  readonly request: Request;
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal;
  /** `null` in process. */
  readonly connection: Connection | null;
};

/** A fault broke the connection: the caller receives no response, or only part of one. */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";
  constructor() {
    super("a fault of the emulator broke this connection");
  }
}

/**
 * The request body ended before it was complete. No response can reach the caller, so its `fetch` rejects as for a
 * failed connection.
 */
export class UploadInterrupted extends Error {
  override readonly name = "UploadInterrupted";
}
