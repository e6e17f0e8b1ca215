/** The connection of a request that an HTTP server received. */
export interface Connection {
  /** Resets the connection immediately, as a crashing server does. Bytes in flight may be lost. */
  reset(): void;
  /** Ends the connection after the bytes written so far, even if `Content-Length` announced more. */
  end(): void;
}

/** A request with its signal and its connection. */
export type Exchange = {
  readonly request: Request;
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal;
  /** `null` for a call in process. */
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
