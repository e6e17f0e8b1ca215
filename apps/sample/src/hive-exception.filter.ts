import { HiveError, isHiveError } from "@hivekit/core";
import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";
import { Catch, HttpException, Logger } from "@nestjs/common";
import type { ArgumentsHost } from "@nestjs/common";
import { BaseExceptionFilter } from "@nestjs/core";

const STATUS_OF_KIND: { readonly [kind in HiveErrorKind]: number } = {
  input: 400,
  config: 500,
  http: 502,
  task: 502,
  network: 502,
  decode: 502,
  closed: 503,
  timeout: 504,
};

/** Where the reason tells more than the kind. */
const STATUS_OF_REASON: { readonly [reason in HiveErrorReason]?: number } = {
  unsupported_media: 422,
  corrupt_media: 422,
  unauthorized: 500,
  insufficient_balance: 503,
  rate_limited: 503,
};

/** What a client is told about a failure. */
export type Failure = { readonly kind: HiveErrorKind | "other"; readonly message: string };

/** Answers errors of Hivekit's with the status that fits, and a {@link Failure}. Everything else is Nest's to answer. */
@Catch(HiveError)
export class HiveExceptionFilter extends BaseExceptionFilter {
  readonly #logger = new Logger(HiveExceptionFilter.name);

  override catch(error: AnyHiveError, host: ArgumentsHost): void {
    const status = statusOf(error);
    // A fault of the desk itself, of which its client is told nothing: whoever runs it reads why.
    if (status === 500) this.#logger.error(error.message);
    super.catch(new HttpException(failureOf(error), status), host);
  }
}

/** Messages of Hivekit are safe to show; those of anything else may not be, and how the desk is set up is its own affair. */
export function failureOf(error: unknown): Failure {
  if (!isHiveError(error)) return { kind: "other", message: "Something went wrong on the server." };
  const { kind } = error;
  if (statusOf(error) === 500)
    return { kind, message: "The desk is not set up to reach Hive; its log says why." };
  return { kind, message: error.message };
}

function statusOf(error: AnyHiveError): number {
  const ofReason = "reason" in error ? STATUS_OF_REASON[error.reason] : undefined;
  return ofReason ?? STATUS_OF_KIND[error.kind];
}
