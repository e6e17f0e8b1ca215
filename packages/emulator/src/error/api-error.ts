/**
 * An error that rejects a request with an HTTP status and a message. The caller receives it in the format of the API
 * generation.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status, 400 to 599. */
  readonly status: number;
  /** The value of the `Retry-After` header, in seconds; `null` to omit the header. */
  readonly retryAfterSeconds: number | null;

  constructor(status: number, message: string, options: { readonly retryAfterSeconds?: number | null } = {}) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
