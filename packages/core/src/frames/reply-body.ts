/** The body of a 2xx reply on its way in. Errors are typed already. */
export interface ReplyBody {
  /** What must not appear in an error, should Hive repeat it. */
  readonly secrets: readonly string[];
  /** Aborted by the caller, or by a limit; asked between two parts of a piece. */
  readonly signal: AbortSignal;
  /** The next piece; `null` at the end. Rejects with a typed error, or the reason of an abort. */
  read(): Promise<Uint8Array | null>;
  /** Closes the connection, if it is still open. Never throws, may be called again. */
  close(): void;
}
