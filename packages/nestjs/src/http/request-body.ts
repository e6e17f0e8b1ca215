import type { IncomingHttpHeaders } from "node:http";

/** The parts of an Express or Fastify request that describe its body. */
export type RequestWithBody = {
  /** The headers of the request. */
  readonly headers?: IncomingHttpHeaders | undefined;
  /** Node's request in Fastify. In Express, an app may store anything here. */
  readonly raw?: unknown;
  /** The body that a parser has read; for a form, its text fields. */
  readonly body?: unknown;
  /** The files that an upload interceptor has read. */
  readonly files?: unknown;
};

/** The maximum size of the overhead in a form without a file, in bytes: empty file inputs also take space. */
const FORM_BYTES = 4_096;
/** The space that a text field takes in a form in addition to its value, in bytes. */
const BYTES_PER_TEXT = 512;

/**
 * Returns whether a request has a body. Depends on the headers that delimit the body, not on whether the body was read,
 * because middleware may have read and stored it.
 */
export function hasBody(request: RequestWithBody): boolean {
  const { headers = {}, raw, body } = request;
  if (headers["transfer-encoding"] !== undefined) return true;
  const length = headers["content-length"];
  if (length !== undefined) return Number(length) !== 0;
  // HTTP/2 needs neither header, and adapters for serverless platforms may omit them.
  const streams: unknown[] = [request, raw].map((message) => Reflect.get(Object(message), "stream"));
  return streams.some((stream) => Reflect.get(Object(stream), "endAfterHeaders") === false) || !isEmpty(body);
}

/** Returns whether the body is a multipart form, which may contain files. */
export function isForm({ headers }: RequestWithBody): boolean {
  return /^\s*multipart\//i.test(headers?.["content-type"] ?? "");
}

/**
 * Returns whether an upload interceptor has parsed the form. It leaves `files`, or a body without a prototype, which no
 * other body parser creates from a form.
 */
export function isParsedForm({ body, files }: RequestWithBody): boolean {
  return isRecord(files) || (isRecord(body) && Object.getPrototypeOf(body) === null);
}

/** Returns whether the body of a parsed form contains only texts, and no files. */
export function hasOnlyTexts({ body }: RequestWithBody): boolean {
  return listValues(body).every(isText);
}

/** Returns whether a form is so large that it must contain more than the texts in its parsed body. */
export function exceedsTexts({ headers, body }: RequestWithBody): boolean {
  const texts = listValues(body);
  const sizeBytes = texts.reduce<number>(
    (sum, text) => sum + Buffer.byteLength(String(text)) + BYTES_PER_TEXT,
    0,
  );
  return Number(headers?.["content-length"] ?? 0) > sizeBytes + FORM_BYTES;
}

function isEmpty(body: unknown): boolean {
  if (typeof body === "string" || body instanceof Uint8Array) return body.length === 0;
  return isRecord(body) ? Object.keys(body).length === 0 : (body ?? null) === null;
}

/** Lists the values in nested arrays and plain objects. */
function listValues(body: unknown): readonly unknown[] {
  const values: unknown[] = [];
  // Parsers may add references to the body itself. A set also iterates over values that are added during the iteration.
  const seen = new Set<unknown>([body]);
  for (const value of seen) {
    const children = isContainer(value) ? Object.values(value) : [value];
    for (const child of children) {
      if (isContainer(child)) seen.add(child);
      else values.push(child);
    }
  }
  return values;
}

/** A text, or a value that a parser has created from one. */
function isText(value: unknown): boolean {
  return value === null || ["string", "number", "boolean", "undefined"].includes(typeof value);
}

function isContainer(value: unknown): value is object {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
