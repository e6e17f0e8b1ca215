/** Hive's task codes that the emulator uses. Source: Hive's page "Common errors", as quoted in reference/hive-api.md, section 2.8. */
export type TaskErrorCode = "3000" | "3100" | "3300";

const NAMES: Readonly<Record<TaskErrorCode, string>> = {
  "3000": "CLASSIFIER_ERROR",
  "3100": "CLASSIFIER_ERROR_UNSUPPORTED_MEDIA_TYPE",
  "3300": "CLASSIFIER_ERROR_CORRUPT_FILE",
};

/** Media that could not be decoded: becomes a failed task, never a failed request. */
export class MediaError extends Error {
  override readonly name = "MediaError";
  /** The code that goes into the reply's `status.code`. */
  readonly code: TaskErrorCode;

  /** @param reason - what is wrong and what to do, in a sentence; it follows the code's name in the reply. */
  constructor(code: TaskErrorCode, reason: string, options?: { readonly cause?: unknown }) {
    super(`${NAMES[code]}: ${reason}`, options);
    this.code = code;
  }
}
