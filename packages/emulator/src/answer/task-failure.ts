/** Source: Hive's page "Common errors", as quoted in reference/hive-api.md, section 2.8. */
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

/** The status of a failed task: Hive's code, its name and, after a colon, our reason. A code without a known name is a classifier error. */
export function taskFailure(
  code: string,
  reason: string,
): { readonly code: string; readonly message: string } {
  return { code, message: `${NAMES[code] ?? "CLASSIFIER_ERROR"}: ${reason}` };
}
