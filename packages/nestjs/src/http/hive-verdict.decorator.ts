import type { Decision, Verdict } from "@hivekit/core/policy";
import { createParamDecorator } from "@nestjs/common";
import type { ExecutionContext } from "@nestjs/common";
import { judgedRequest } from "./judged-request.ts";

/** What was decided on a request, from the interceptor to the handler. */
const verdicts = new WeakMap<object, readonly Verdict[]>();

/** The worst first. */
const GRAVITY: readonly Decision[] = ["block", "review", "unknown", "allow"];

/** Keeps what was decided for the handler, after what other interceptors have decided on the same request. */
export function keepVerdicts(context: ExecutionContext, decided: readonly Verdict[]): void {
  verdicts.set(judgedRequest(context), [...verdictsOf(context), ...decided]);
}

function verdictsOf(context: ExecutionContext): readonly Verdict[] {
  return verdicts.get(judgedRequest(context)) ?? [];
}

/**
 * Gives a handler the verdict of `HiveVerdictInterceptor`; of several files the gravest one, `null` where nothing was judged. HTTP alone: elsewhere
 * it is a `HiveConfigError`, and the handler does not run.
 */
export const HiveVerdict: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Verdict | null => {
    const decided = verdictsOf(context);
    return decided.toSorted((one, other) => gravity(one) - gravity(other))[0] ?? null;
  },
);

/**
 * Gives a handler all verdicts of `HiveVerdictInterceptor`, in the order of the files; of several interceptors, in the order they ran. HTTP alone, as
 * {@link HiveVerdict}.
 */
export const HiveVerdicts: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): readonly Verdict[] => verdictsOf(context),
);

function gravity({ decision }: Verdict): number {
  return GRAVITY.indexOf(decision);
}
