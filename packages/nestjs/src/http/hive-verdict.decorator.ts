import { HiveConfigError } from "@hivekit/core";
import type { Decision, Verdict } from "@hivekit/core/policy";
import { createParamDecorator } from "@nestjs/common";
import type { ExecutionContext } from "@nestjs/common";

/** The verdicts on each request, which the interceptor passes to the handler. */
const verdicts = new WeakMap<object, readonly Verdict[]>();

/** The decisions, strictest first. */
const STRICTEST_FIRST: readonly Decision[] = ["block", "review", "unknown", "allow"];

/**
 * Injects the verdict of `HiveVerdictInterceptor` into a handler: the strictest one if there are several files, `null`
 * if there are none.
 *
 * HTTP only: in other contexts, it throws a `HiveConfigError` and the handler does not run.
 */
export const HiveVerdict: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Verdict | null => {
    return getVerdicts(context).toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
  },
);

/**
 * Injects all verdicts of `HiveVerdictInterceptor` into a handler, in the order of the files. With several
 * interceptors, the verdicts of the one that ran first come first. HTTP only, like {@link HiveVerdict}.
 */
export const HiveVerdicts: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): readonly Verdict[] => getVerdicts(context),
);

/** Adds verdicts for the handler to those of earlier interceptors. */
export function addVerdicts(context: ExecutionContext, added: readonly Verdict[]): void {
  verdicts.set(getJudgedRequest(context), [...getVerdicts(context), ...added]);
}

/**
 * Returns the request that verdicts belong to.
 *
 * @throws HiveConfigError outside of HTTP. A gateway uses one object for all messages of a client, and GraphQL uses one
 * for all fields of a query, so a verdict would apply to operations that were never judged. The message of a
 * microservice could contain the path of any file.
 */
export function getJudgedRequest(context: ExecutionContext): object {
  const type = context.getType<string>();
  if (type === "http") return context.switchToHttp().getRequest<object>();
  throw new HiveConfigError(
    `HiveVerdictInterceptor and its decorators support only HTTP, not "${type}". Call classify() and decide() in the handler instead.`,
  );
}

function getVerdicts(context: ExecutionContext): readonly Verdict[] {
  return verdicts.get(getJudgedRequest(context)) ?? [];
}

function rank({ decision }: Verdict): number {
  return STRICTEST_FIRST.indexOf(decision);
}
