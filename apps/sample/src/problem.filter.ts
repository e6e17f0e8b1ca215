import { Catch, HttpException, HttpStatus, InternalServerErrorException } from "@nestjs/common";
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

/** Gives every error's answer a `kind` and a `message`, and shows nothing of those that nobody expected. */
@Catch()
export class ProblemFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    const known = error instanceof HttpException ? error : new InternalServerErrorException(failureOf(error));
    const status = known.getStatus();
    const body: unknown = known.getResponse();
    const problem: DeskProblem = { kind: KINDS[status] ?? "other", message: known.message, ...Object(body) };
    super.catch(new HttpException(problem, status), host);
  }
}
