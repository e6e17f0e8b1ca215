import { HiveConfigError } from "@hivekit/core";
import type { Decision, Verdict } from "@hivekit/core/policy";
import { createParamDecorator } from "@nestjs/common";
import type { ExecutionContext } from "@nestjs/common";

/** The verdicts on each request, which the interceptor passes to the handler. */
const verdicts = new WeakMap<object, readonly Verdict[]>();

/** The decisions, strictest first. */
const STRICTEST_FIRST: readonly Decision[] = ["block", "review", "unknown", "allow"];

/** Marks handlers with a parameter for verdicts. */
const TAKES_VERDICT = Symbol("hivekit.takes-verdict");

/** The names of those handlers, by the prototype that declares them. */
const takers = new WeakMap<object, Set<PropertyKey>>();

/**
 * Injects the verdict of `HiveVerdictInterceptor` into a handler: the strictest one if there are several files, `null`
 * if there are none.
 *
 * Its `tags` and `unknownTags` are those of that file. For the tags of all files, use {@link HiveVerdicts}.
 *
 * If no `HiveVerdictInterceptor` has run, for example because it was forgotten, it throws a `HiveConfigError` and the
 * handler does not run. HTTP only: in other contexts, it throws, too.
 */
export const HiveVerdict: () => ParameterDecorator = createVerdictDecorator(
  (all) => all.toSorted((one, other) => rank(one) - rank(other))[0] ?? null,
);

/**
 * Injects all verdicts of `HiveVerdictInterceptor` into a handler, in the order of the files. With several
 * interceptors, the verdicts of the one that ran first come first. Throws when {@link HiveVerdict} does.
 */
export const HiveVerdicts: () => ParameterDecorator = createVerdictDecorator((all) => all);

/**
 * Returns whether the handler takes the verdict: whether one of its parameters has {@link HiveVerdict} or
 * {@link HiveVerdicts}.
 */
export function takesVerdict(context: ExecutionContext): boolean {
  const handler = context.getHandler();
  // Tracing libraries replace handlers when the app boots, and copy the metadata.
  if (Reflect.hasOwnMetadata(TAKES_VERDICT, handler)) return true;
  // Method decorators replace handlers after their parameters were decorated, and may not copy the metadata.
  for (
    let owner: unknown = context.getClass().prototype;
    isObject(owner);
    owner = Object.getPrototypeOf(owner)
  ) {
    const properties = Object.getOwnPropertyDescriptors(owner);
    const name = Reflect.ownKeys(properties).find((key) => Reflect.get(properties, key).value === handler);
    if (name !== undefined) return takers.get(owner)?.has(name) === true;
  }
  return false;
}

/** Adds verdicts for the handler to those of earlier interceptors. */
export function addVerdicts(context: ExecutionContext, added: readonly Verdict[]): void {
  const request = getJudgedRequest(context);
  verdicts.set(request, [...(verdicts.get(request) ?? []), ...added]);
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

/** Creates a parameter decorator that injects the verdicts on the request and marks the handler. */
function createVerdictDecorator(select: (all: readonly Verdict[]) => unknown): () => ParameterDecorator {
  const inject = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    select(requireVerdicts(context)),
  );
  return () => (target, name, index) => {
    inject()(target, name, index);
    // Constructors have no name.
    if (name === undefined) return;
    takers.set(target, (takers.get(target) ?? new Set()).add(name));
    Reflect.defineMetadata(TAKES_VERDICT, true, Reflect.get(target, name));
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Returns the verdicts on a request: an empty list if it has nothing to judge. */
function requireVerdicts(context: ExecutionContext): readonly Verdict[] {
  const judged = verdicts.get(getJudgedRequest(context));
  if (judged !== undefined) return judged;
  throw new HiveConfigError(
    "The request was not judged. Add HiveVerdictInterceptor to the handler with @UseInterceptors().",
  );
}

function rank({ decision }: Verdict): number {
  return STRICTEST_FIRST.indexOf(decision);
}
