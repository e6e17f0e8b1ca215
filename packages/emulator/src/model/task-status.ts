/**
 * The names of Hive's task codes. Source: Hive's page "Common errors", quoted in reference/hive-api.md, section 2.8.
 */
const NAMES: Readonly<Record<string, string>> = {
  "1000": "GENERIC_ERROR",
  "2000": "DOWNLOAD_ERROR",
  "2100": "HTTP_ERROR",
  "2101": "HTTP_ERROR_MALFORMED_URL",
  "2201": "HTTP_CONNECTION_ERROR_ENOTFOUND",
  "2203": "HTTP_CONNECTION_ERROR_ECONNREFUSED",
  "2213": "HTTP_CONNECTION_ERROR_ETIMEDOUT",
  "3000": "CLASSIFIER_ERROR",
  "3100": "CLASSIFIER_ERROR_UNSUPPORTED_MEDIA_TYPE",
  "3200": "CLASSIFIER_ERROR_INVALID_INPUT",
  "3300": "CLASSIFIER_ERROR_CORRUPT_FILE",
  "3401": "CLASSIFIER_ERROR_TIMEOUT",
};

/** The outcome of a task: Hive's task code (`"0"` for success) and a message. */
export type TaskStatus = { readonly code: string; readonly message: string };

/** The status of a successful task. */
export const SUCCESS: TaskStatus = { code: "0", message: "SUCCESS" };

/**
 * Creates the status of a failed task. The message is the name of the code, a colon and the emulator's reason. A code
 * without a known name is reported as a classifier error.
 */
export function createFailureStatus(code: string, reason: string): TaskStatus {
  return { code, message: `${NAMES[code] ?? "CLASSIFIER_ERROR"}: ${reason}` };
}
