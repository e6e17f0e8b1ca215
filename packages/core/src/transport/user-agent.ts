/** What the runtime calls itself, such as `Node.js/24` or `Mozilla/5.0 …`; empty where it says nothing. */
export function userAgent(): string {
  return globalThis.navigator?.userAgent ?? "";
}
