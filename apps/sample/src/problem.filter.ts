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
import type { DeskProblem } from "../api/desk-api.ts";
import { failureOf } from "./failure.ts";

const KINDS: { readonly [status: number]: string } = {
  [HttpStatus.BAD_REQUEST]: "input",
  [HttpStatus.FORBIDDEN]: "forbidden",
  [HttpStatus.NOT_FOUND]: "not_found",
  [HttpStatus.PAYLOAD_TOO_LARGE]: "input",
};

const logger = new Logger("Desk");

/** Gives every error's answer a `kind` and a `message`, and shows nothing of those that nobody expected. */
@Catch()
export class ProblemFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    const known = error instanceof HttpException ? error : unexpected(error, host);
    const status = known.getStatus();
    const body: unknown = known.getResponse();
    const problem: DeskProblem = { kind: KINDS[status] ?? "other", message: known.message, ...Object(body) };
    super.catch(new HttpException(problem, status), host);
  }
}

function unexpected(error: unknown, host: ArgumentsHost): HttpException {
  const { readableAborted } = host.switchToHttp().getRequest<IncomingMessage>();
  if (!readableAborted) return new InternalServerErrorException(failureOf(error));
  // Whoever sent it went away in the middle: nothing is wrong here, and nobody reads the answer.
  logger.debug("A request broke off.");
  return new BadRequestException();
}
