import type { Decision, Verdict } from "@hivekit/core/policy";
import { createParamDecorator } from "@nestjs/common";
import type { ExecutionContext } from "@nestjs/common";

/** What was decided on a request, from the interceptor to the handler. */
const verdicts = new WeakMap<object, readonly Verdict[]>();

/** The worst first. */
const GRAVITY: readonly Decision[] = ["block", "review", "unknown", "allow"];

/** Keeps what was decided for the handler, after what other interceptors have decided on the same request. */
export function keepVerdicts(context: ExecutionContext, decided: readonly Verdict[]): void {
  verdicts.set(context.switchToHttp().getRequest<object>(), [...verdictsOf(context), ...decided]);
}

function verdictsOf(context: ExecutionContext): readonly Verdict[] {
  return verdicts.get(context.switchToHttp().getRequest<object>()) ?? [];
}

/**
 * Gives a handler the verdict of `HiveVerdictInterceptor`; of several files the gravest one, `null` where nothing was judged.
 */
export const HiveVerdict: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Verdict | null => {
    const decided = verdictsOf(context);
    return decided.toSorted((one, other) => gravity(one) - gravity(other))[0] ?? null;
  },
);

/** Gives a handler all verdicts of `HiveVerdictInterceptor`, in the order of the files; of several interceptors, in the order they ran. */
export const HiveVerdicts: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): readonly Verdict[] => verdictsOf(context),
);

function gravity({ decision }: Verdict): number {
  return GRAVITY.indexOf(decision);
}
