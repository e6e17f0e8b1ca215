/** A parsed request body. */
export type RequestBody =
  | { readonly kind: "form"; readonly form: FormData }
  | { readonly kind: "json"; readonly json: unknown };

/** Parses a body while it arrives. */
export type BodyParser = {
  /** Parses the next chunk. @throws ApiError 400 for a malformed body, 413 for a body above a limit */
  write(chunk: Uint8Array<ArrayBuffer>): void;
  /** Parses the end of the body. @throws ApiError 400 for a malformed or incomplete body */
  end(): Promise<RequestBody>;
};

/** The maximum number of parts or fields in a form. Hive's routes use at most five. */
export const MAX_FIELDS = 100;
/** The maximum size of a field that is not a file, such as a text or a URL, in bytes. */
export const MAX_FIELD_BYTES = 1024 * 1024;
