/** A request that is refused: becomes `{ return_code, message }` with this status. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  /** The status of the answer, and its `return_code`. */
  readonly status: number;

  /** @param message - what is wrong and what to do, in a sentence for the caller. */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
