import type { AnyHiveError } from "@hivekit/core";
import { HttpException } from "@nestjs/common";
import { httpBodyOf } from "./hive-http-body.ts";

/**
 * Makes an HTTP answer of an error of Hivekit's: 400 for input, 422 for media that is not supported or corrupt, 503 for a rate limit, a
 * spent balance and a shutdown, 504 for a timeout, 500 without detail for a wrong key or configuration, 502 for all else that is Hive's.
 *
 * Where it is not the caller's to mend, the body has the same sentence for each status: addresses, codes and limits are this app's own business.
 * They stand in the exception's `cause`; log that, if no `HiveExceptionFilter` does.
 *
 * @returns an exception whose body is a `HiveHttpBody`; for resolvers, gateways and events that no filter reaches.
 */
export function hiveHttpException(error: AnyHiveError): HttpException {
  const body = httpBodyOf(error);
  return new HttpException(body, body.statusCode, { cause: error });
}
