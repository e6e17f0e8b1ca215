import { createParamDecorator } from "@nestjs/common";
import type { ExecutionContext } from "@nestjs/common";
import { requestSignal } from "./request-signal.ts";

/**
 * Gives a handler a signal that aborts when whoever asked goes away before the answer is there: a closed tab, a caller's own timeout.
 * Pass it on, and the call to Hive ends, too; that does not undo a charge. Express and Fastify, plain handlers and `@Sse()` alike;
 * outside of HTTP it never aborts.
 *
 * @example
 * ```ts
 * import { HiveService, RequestSignal } from "@hivekit/nestjs";
 * import { Controller, Get, Inject, Query } from "@nestjs/common";
 *
 * @Controller("pictures")
 * export class PicturesController {
 *   constructor(@Inject(HiveService) private readonly hive: HiveService) {}
 *
 *   @Get("classes")
 *   classes(@Query("url") url: string, @RequestSignal() signal: AbortSignal) {
 *     return this.hive.classify({ url }, { signal });
 *   }
 * }
 * ```
 */
export const RequestSignal: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AbortSignal => requestSignal(context),
);
