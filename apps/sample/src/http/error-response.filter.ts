import type { IncomingMessage } from "node:http";
import {
  BadRequestException,
  Catch,
  HttpException,
  HttpStatus,
  InternalServerErrorException,
  Logger,
} from "@nestjs/common";
import type { ArgumentsHost } from "@nestjs/common";
import { BaseExceptionFilter } from "@nestjs/core";
import type { DeskError } from "../../api/desk-api.ts";
import { isDiskFull } from "../database/database-writes.ts";
import { InsufficientStorageException } from "../items/disk-space.ts";
import { reportFailure } from "../items/report-failure.ts";

const KINDS: { readonly [status: number]: string } = {
  [HttpStatus.BAD_REQUEST]: "input",
  [HttpStatus.FORBIDDEN]: "forbidden",
  [HttpStatus.NOT_FOUND]: "not_found",
  [HttpStatus.PAYLOAD_TOO_LARGE]: "input",
  [HttpStatus.INSUFFICIENT_STORAGE]: "storage",
};

const logger = new Logger("Desk");

/** Gives every error response a `kind` and a `message`, and hides the details of unexpected errors. */
@Catch()
export class ErrorResponseFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    const exception = error instanceof HttpException ? error : toHttpException(error, host);
    const status = exception.getStatus();
    const response = exception.getResponse();
    const body: DeskError = {
      kind: KINDS[status] ?? "other",
      message: exception.message,
      // Nest creates the errors of the body parser with a message only.
      ...(typeof response === "string" ? {} : response),
    };
    super.catch(new HttpException(body, status), host);
  }
}

function toHttpException(error: unknown, host: ArgumentsHost): HttpException {
  if (isDiskFull(error)) return new InsufficientStorageException();
  const { readableAborted } = host.switchToHttp().getRequest<IncomingMessage>();
  if (!readableAborted) return new InternalServerErrorException(reportFailure(error));
  // The client closed the connection during the upload. The desk did not fail, and nobody reads the response.
  logger.debug("A client closed the connection during its request.");
  return new BadRequestException();
}
