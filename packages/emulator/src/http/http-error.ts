/** A request that is refused: becomes an error in the form of its generation, with this status. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  /** The status of the answer. */
  readonly status: number;
  /** What the answer says in `Retry-After`, in seconds; `null` for no such header. */
  readonly retryAfterSeconds: number | null;

  /** @param message - what is wrong and what to do, in a sentence for the caller. */
  constructor(status: number, message: string, options: { readonly retryAfterSeconds?: number | null } = {}) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
