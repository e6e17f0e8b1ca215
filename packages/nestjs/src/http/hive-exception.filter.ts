import { HiveError, isHiveError } from "@hivekit/core";
import type { AnyHiveError } from "@hivekit/core";
import { Catch, Logger } from "@nestjs/common";
import type { ArgumentsHost, ExceptionFilter } from "@nestjs/common";
import { throwError } from "rxjs";
import type { Observable } from "rxjs";
import { toSingleLine } from "../service/nest-logger.ts";
import { sendGatewayError, sendHttpError } from "./error-response.ts";
import { hiveHttpException, toHttpBody } from "./hive-http-exception.ts";

/**
 * The class that Nest compares thrown values with. An app may contain several copies of core, because its packages may
 * need different versions. The `HiveError` class of one copy does not match the errors of another.
 */
abstract class HiveErrorOfAnyCopy extends HiveError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isHiveError(value);
  }
}

/**
 * Converts Hivekit errors, from any copy of core, into the HTTP responses that {@link hiveHttpException} describes. For
 * a rate limit, it also sends `Retry-After`. Leaves all other errors to Nest and to your other filters. Logs the
 * details of each failure in one line, because the response does not contain them: an invalid key, an invalid option
 * and an exhausted balance or budget as errors, closed calls at debug level, other failures as warnings.
 *
 * For a controller, use `@UseFilters(HiveExceptionFilter)`. For the app, use the provider `{ provide: APP_FILTER,
 * useClass: HiveExceptionFilter }` or `app.useGlobalFilters(new HiveExceptionFilter())`. The client of a gateway gets
 * the event `exception`, and the client of a microservice gets an error. Both contain `status: "error"` and the body of
 * the HTTP response. In other contexts, such as GraphQL, the filter throws the `HttpException`.
 */
@Catch(HiveErrorOfAnyCopy)
export class HiveExceptionFilter implements ExceptionFilter<AnyHiveError> {
  readonly #logger = new Logger(HiveExceptionFilter.name);

  /** Called by Nest. */
  catch(error: AnyHiveError, host: ArgumentsHost): Observable<never> | void {
    const body = toHttpBody(error);
    this.#log(error, body.statusCode);
    switch (host.getType<string>()) {
      case "http":
        return sendHttpError(host.switchToHttp().getResponse(), body);
      case "ws":
        return sendGatewayError(host.switchToWs().getClient(), { status: "error", ...body });
      case "rpc":
        // An exception thrown here would be unhandled and would end the process.
        return throwError(() => ({ status: "error", ...body }));
      default:
        throw hiveHttpException(error);
    }
  }

  #log(error: AnyHiveError, status: number): void {
    const isOutOfMoney =
      error.kind === "budget" || ("reason" in error && error.reason === "insufficient_balance");
    const message = toSingleLine(error.message);
    if (status === 500 || isOutOfMoney) this.#logger.error(message);
    // Most calls are closed on purpose, but a caller that was still reading needs the reason.
    else if (error.kind === "closed") this.#logger.debug(message);
    else this.#logger.warn(message);
  }
}
