import { HiveConfigError } from "../error/hive-config-error.ts";

/** Hive's own address. */
export const HIVE_BASE_URL = "https://api.thehive.ai";

/**
 * Checks the address of the API.
 *
 * @returns the address without a slash at its end.
 * @throws HiveConfigError if it is no http or https address, or has a query, a fragment or user info.
 */
export function checkBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new HiveConfigError("baseUrl is no http or https address.", { option: "baseUrl" });
  }
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw new HiveConfigError("baseUrl must have no query, fragment or user info.", { option: "baseUrl" });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
