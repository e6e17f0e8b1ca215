import { HiveError, isHiveError } from "@hivekit/core";
import type { AnyHiveError } from "@hivekit/core";
import { Catch, Logger } from "@nestjs/common";
import type { ArgumentsHost, ExceptionFilter } from "@nestjs/common";
import { throwError } from "rxjs";
import type { Observable } from "rxjs";
import { oneLine } from "../one-line.ts";
import { emitException } from "./emit-exception.ts";
import { httpBodyOf } from "./hive-http-body.ts";
import { hiveHttpException } from "./hive-http-exception.ts";
import { replyWith } from "./reply-with.ts";

/**
 * What Nest compares a thrown value with. An app may hold several copies of core, one beside each package that needs another version, and
 * the class `HiveError` of one knows nothing of the others' errors.
 */
abstract class HiveErrorOfAnyCopy extends HiveError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isHiveError(value);
  }
}

/**
 * Answers errors of Hivekit's, of any copy of core, as {@link hiveHttpException} says, a rate limit with `Retry-After`; all others are left to Nest, and
 * to your other filters. What the answer does not tell is logged: a wrong key, a wrong configuration and a spent balance as errors, what
 * was closed for debugging, what else goes wrong with Hive as warnings; each in one line.
 *
 * For a controller, `@UseFilters(HiveExceptionFilter)`; for the app, the provider `{ provide: APP_FILTER, useClass: HiveExceptionFilter }`,
 * or `app.useGlobalFilters(new HiveExceptionFilter())`. A gateway's client gets the event `exception`, a microservice's an error: both with
 * `status: "error"` and the body of the HTTP answer. Elsewhere, in GraphQL for one, the `HttpException` is thrown.
 */
@Catch(HiveErrorOfAnyCopy)
export class HiveExceptionFilter implements ExceptionFilter<AnyHiveError> {
  readonly #logger = new Logger(HiveExceptionFilter.name);

  /** Nest calls it. */
  catch(error: AnyHiveError, host: ArgumentsHost): Observable<never> | void {
    const body = httpBodyOf(error);
    this.#log(error, body.statusCode);
    switch (host.getType<string>()) {
      case "http":
        return replyWith(host.switchToHttp().getResponse(), body);
      case "ws":
        return emitException(host.switchToWs().getClient(), { status: "error", ...body });
      case "rpc":
        // What a filter throws here would be nobody's, and end the process.
        return throwError(() => ({ status: "error", ...body }));
      default:
        throw hiveHttpException(error);
    }
  }

  #log(error: AnyHiveError, status: number): void {
    const isBroke = "reason" in error && error.reason === "insufficient_balance";
    const message = oneLine(error.message);
    if (status === 500 || isBroke) this.#logger.error(message);
    // Most often it was closed on purpose; but whoever read on after closing looks for the reason.
    else if (error.kind === "closed") this.#logger.debug(message);
    // Who gets 4xx is told.
    else if (status > 500) this.#logger.warn(message);
  }
}
