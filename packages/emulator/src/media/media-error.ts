/**
 * The task codes of Hive that the emulator uses. Source: Hive's page "Common errors", as quoted in
 * reference/hive-api.md, section 2.8.
 */
export type TaskErrorCode = "3000" | "3100" | "3300";

const NAMES: Readonly<Record<TaskErrorCode, string>> = {
  "3000": "CLASSIFIER_ERROR",
  "3100": "CLASSIFIER_ERROR_UNSUPPORTED_MEDIA_TYPE",
  "3300": "CLASSIFIER_ERROR_CORRUPT_FILE",
};

/** A media file could not be decoded. The task fails, not the request. */
export class MediaError extends Error {
  override readonly name = "MediaError";
  /** The `status.code` of the response. */
  readonly code: TaskErrorCode;

  /** @param reason - the problem and its solution, which follow the name of the code in the message. */
  constructor(code: TaskErrorCode, reason: string, options?: { readonly cause?: unknown }) {
    super(`${NAMES[code]}: ${reason}`, options);
    this.code = code;
  }
}
