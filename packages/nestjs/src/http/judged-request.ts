import { HiveConfigError } from "@hivekit/core";
import type { ExecutionContext } from "@nestjs/common";

/**
 * The request that a verdict belongs to.
 *
 * @throws HiveConfigError outside of HTTP: a gateway has one object for all messages of a client, GraphQL one for all fields of a query, so
 * that a verdict would stand for what was never judged; and what a microservice is sent names files of the sender's choice.
 */
export function judgedRequest(context: ExecutionContext): object {
  const type = context.getType<string>();
  if (type === "http") return context.switchToHttp().getRequest<object>();
  throw new HiveConfigError(
    `HiveVerdictInterceptor and its decorators are for HTTP alone, and this is "${type}"; call classify and decide in the handler.`,
  );
}
