/**
 * An error as Hive writes it: `{ return_code, message }`.
 * Source: reference/hive-api.md, section 2.8. Hive sends some of them with HTTP 200; `httpStatus` is for those.
 */
export function errorReply(code: number, message: string, httpStatus = code): Response {
  return Response.json({ return_code: code, message }, { status: httpStatus });
}
