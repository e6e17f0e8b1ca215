import { HiveInputError } from "../error/hive-input-error.ts";
import { isObject } from "../value/is-object.ts";

/** The body of a request or response. */
export type FoundBody = {
  /** The unread body, or the content that a body parser has left. Not validated yet. */
  readonly body: unknown;
  /** The length of the body according to its headers, in bytes; 0 if there is none. */
  readonly lengthBytes: number;
};

/**
 * Finds the body of a `Request` or `Response` of any library, and of Node's `IncomingMessage`, even if a body parser
 * has read it. Anything else counts as the body itself.
 *
 * @throws HiveInputError if the body is absent or was already read, or if the status of a response is not 2xx.
 */
export function findBody(source: unknown): FoundBody {
  if (!isObject(source)) return { body: source, lengthBytes: 0 };
  const { headers, body, rawBody, status } = source;
  if ("bodyUsed" in source) {
    if (source["ok"] === false) {
      throw new HiveInputError(
        `The response has status ${String(status)}, so it contains no result; check response.ok first.`,
      );
    }
    if (source["bodyUsed"] === true) throw unreadBodyRequired();
    if (!isObject(body)) throw new HiveInputError("The body is missing; pass the request that contains it.");
    return { body, lengthBytes: readLength(getHeader(headers)) };
  }
  if (!isObject(headers) || !("readableEnded" in source)) return { body: source, lengthBytes: 0 };
  // A body without bytes ends, but nothing of it can be read.
  const wasRead = source["readableDidRead"] === true || source["readableEnded"] === true;
  const left = wasRead ? (rawBody ?? body) : source;
  if (left === undefined) throw unreadBodyRequired();
  return { body: left, lengthBytes: readLength(headers["content-length"]) };
}

/** Creates the error for a body that was already read. */
export function unreadBodyRequired(): HiveInputError {
  return new HiveInputError(
    "The body is locked or was already read; pass an unread one, or what the body parser returned.",
  );
}

function getHeader(headers: unknown): unknown {
  const get: unknown = Reflect.get(Object(headers), "get");
  return typeof get === "function" ? Reflect.apply(get, headers, ["content-length"]) : null;
}

function readLength(header: unknown): number {
  return Number(header ?? 0) || 0;
}
