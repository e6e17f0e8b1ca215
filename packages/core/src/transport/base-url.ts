import { createOptionError } from "../options/check-options.ts";
import { parseWebUrl } from "../submission/web-url.ts";

/**
 * The ports that `fetch` blocks, each between spaces.
 *
 * Source: https://fetch.spec.whatwg.org/#port-blocking (read 2026-12-01).
 */
const BLOCKED_PORTS =
  " 0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080 ";

/** The base URL of Hive's API, which is an origin. */
export const HIVE_BASE_URL = "https://api.thehive.ai";

/**
 * Validates the base URL.
 *
 * @returns the URL without a trailing slash.
 * @throws HiveConfigError if it is not an http or https URL, has a query, a fragment or user info, or a port that `fetch`
 * blocks.
 */
export function checkBaseUrl(text: string): string {
  const url = parseWebUrl(text);
  if (url === null || url.search !== "" || url.hash !== "") {
    throw createOptionError({
      path: "baseUrl",
      problem: "must be an http or https URL without user info, query or fragment",
    });
  }
  if (BLOCKED_PORTS.includes(` ${url.port} `)) {
    throw createOptionError({
      path: "baseUrl",
      problem: `has the port ${url.port}, which fetch blocks; use another port`,
    });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
