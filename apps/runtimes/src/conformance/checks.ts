import { isHiveError } from "@hivekit/core";
import type { AnyHiveError, ClassScore, Task } from "@hivekit/core";

/** Compares as JSON does. @throws Error with both, if they differ. */
export function equal(actual: unknown, expected: unknown): void {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (seen !== wanted) throw new Error(`expected ${wanted}, got ${seen}`);
}

/** What work throws. @throws Error if it throws nothing. */
export async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  const outcome = await work.then(
    () => ({ isThrown: false, thrown: undefined }),
    (thrown: unknown) => ({ isThrown: true, thrown }),
  );
  if (!outcome.isThrown) throw new Error("expected an error, got none");
  return outcome.thrown;
}

/**
 * Expects an error of Hivekit's with these facts.
 *
 * @throws Error with the error that came as its cause, if that is another one.
 */
export async function expectError(
  work: Promise<unknown>,
  facts: Readonly<Record<string, unknown>> & { readonly kind: AnyHiveError["kind"] },
): Promise<AnyHiveError> {
  const thrown = await thrownBy(work);
  const actual = isHiveError(thrown)
    ? Object.fromEntries(Object.keys(facts).map((key) => [key, Reflect.get(thrown, key)]))
    : String(thrown);
  if (isHiveError(thrown) && JSON.stringify(actual) === JSON.stringify(facts)) return thrown;
  throw new Error(`expected ${JSON.stringify(facts)}, got ${JSON.stringify(actual)}`, { cause: thrown });
}

/** Expects the result of `shapes.jpg`. */
export function checkPicture(task: Task): void {
  const [result] = task.results;
  equal([result?.media?.mimeType, result?.frames.length], ["image/jpeg", 1]);
}

/** Expects the result of `colors.mp4`: red at first, yellow at last. */
export function checkVideo(task: Task): void {
  const [result] = task.results;
  equal(result?.frames.length, 10);
  equal(
    [strongest(result?.frames.at(0)?.classes), strongest(result?.frames.at(-1)?.classes)],
    ["red", "yellow"],
  );
}

function strongest(classes: readonly ClassScore[] = []): string | undefined {
  return classes.toSorted((one, other) => other.score - one.score)[0]?.class;
}
