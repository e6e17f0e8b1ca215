/** The connection of a request that came over HTTP. */
export interface Connection {
  /** Resets the connection at once, as a server that crashes does. Bytes in flight may be lost. */
  reset(): void;
  /** Ends the connection after the bytes that were written, even if more were promised. */
  end(): void;
}

/** A request with its signal and its connection. */
export type Exchange = {
  readonly request: Request;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
  /** `null` in process. */
  readonly connection: Connection | null;
};
