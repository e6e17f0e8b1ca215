/** The connection that a request came on, where there is one. */
export interface Connection {
  /** Breaks it off at once, as a server that dies does: the caller sees a reset, and may lose what was on its way. */
  reset(): void;
  /** Ends it behind what was written, though more was promised. */
  end(): void;
}

/** A request and what belongs to it. */
export type Exchange = {
  readonly request: Request;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  /** `null` in process. */
  readonly connection: Connection | null;
};
