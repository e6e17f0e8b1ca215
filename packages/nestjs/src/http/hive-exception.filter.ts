import { HiveError, isHiveError } from "@hivekit/core";
import { Catch, Logger } from "@nestjs/common";
import type { ArgumentsHost, ExceptionFilter } from "@nestjs/common";
import { BaseExceptionFilter } from "@nestjs/core";
import { hiveHttpException } from "./hive-http-exception.ts";

/**
 * Answers errors of Hivekit's as {@link hiveHttpException} says, a rate limit with `Retry-After`; all others are left to Nest. A wrong key,
 * a wrong configuration and a spent balance are logged as errors.
 *
 * For a controller, `@UseFilters(HiveExceptionFilter)`; for the app, the provider `{ provide: APP_FILTER, useClass: HiveExceptionFilter }`.
 */
@Catch(HiveError)
export class HiveExceptionFilter extends BaseExceptionFilter implements ExceptionFilter {
  readonly #logger = new Logger(HiveExceptionFilter.name);

  /** Nest calls it. */
  override catch(error: unknown, host: ArgumentsHost): void {
    if (!isHiveError(error)) return super.catch(error, host);
    const exception = hiveHttpException(error);
    const isBroke = "reason" in error && error.reason === "insufficient_balance";
    if (exception.getStatus() === 500 || isBroke) this.#logger.error(error.message);
    // Resolvers and gateways answer with what is thrown.
    if (host.getType() !== "http") throw exception;
    const { retryAfterSeconds } = Object(exception.getResponse());
    const response: unknown = host.switchToHttp().getResponse();
    const adapter = this.applicationRef ?? this.httpAdapterHost?.httpAdapter;
    if (typeof retryAfterSeconds === "number" && adapter !== undefined && !adapter.isHeadersSent(response)) {
      adapter.setHeader(response, "Retry-After", String(retryAfterSeconds));
    }
    super.catch(exception, host);
  }
}
