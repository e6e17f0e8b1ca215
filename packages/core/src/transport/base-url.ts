import { HiveConfigError } from "../error/hive-config-error.ts";
import { webAddressOf } from "../submission/web-address.ts";

/** Hive's own address. */
export const HIVE_BASE_URL = "https://api.thehive.ai";

/**
 * Checks the address of the API.
 *
 * @returns the address without a slash at its end.
 * @throws HiveConfigError if it is no http or https address, or has a query, a fragment or user info.
 */
export function checkBaseUrl(text: string): string {
  const url = webAddressOf(text);
  if (url === null || url.search !== "" || url.hash !== "") {
    throw new HiveConfigError(
      "baseUrl must be an http or https address without user info, query and fragment.",
      {
        option: "baseUrl",
      },
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
