import { createOptionError } from "../options/check-options.ts";
import { parseWebUrl } from "../submission/web-url.ts";

/** The base URL of Hive's API. */
export const HIVE_BASE_URL = "https://api.thehive.ai";

/**
 * Validates the base URL.
 *
 * @returns the URL without a trailing slash.
 * @throws HiveConfigError if it is not an http or https URL, or has a query, a fragment or user info.
 */
export function checkBaseUrl(text: string): string {
  const url = parseWebUrl(text);
  if (url === null || url.search !== "" || url.hash !== "") {
    throw createOptionError({
      path: "baseUrl",
      problem: "must be an http or https URL without user info, query or fragment",
    });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
