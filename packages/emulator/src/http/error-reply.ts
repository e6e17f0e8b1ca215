/**
 * An error as v1 and v2 write it: `{ return_code, message }`.
 * Source: reference/hive-api.md, section 2.8. Hive sends some of them with HTTP 200; `httpStatus` is for those.
 */
export function errorReply(code: number, message: string, httpStatus = code): Response {
  return Response.json({ return_code: code, message }, { status: httpStatus });
}

/** An error as v3 writes it: `{ status_code, message }`. Source: reference/hive-api.md, section 3.7, of the chat route. */
export function v3ErrorReply(code: number, message: string, httpStatus = code): Response {
  return Response.json({ status_code: code, message }, { status: httpStatus });
}
