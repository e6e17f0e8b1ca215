import { isObject } from "../value/is-object.ts";

/** Returns the runtime's user agent, such as `Node.js/24` or `Mozilla/5.0 …`; empty if it has none. */
export function userAgent(): string {
  return globalThis.navigator?.userAgent ?? "";
}

/** Whether this is a web page: a global scope with a document. Workers and servers have none. */
export function isWebPage(): boolean {
  return isObject(Reflect.get(globalThis, "document"));
}
