import { isHiveError } from "@hivekit/core";
import type { AnyHiveError, ClassScore, Task } from "@hivekit/core";

/** Compares two values as JSON. @throws Error with both values if they differ. */
export function expectEqual(actual: unknown, expected: unknown): void {
  const [actualJson, expectedJson] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (actualJson !== expectedJson) throw new Error(`expected ${expectedJson}, got ${actualJson}`);
}

/** Returns the error that a promise rejects with. @throws Error if it fulfills. */
export async function captureError(work: Promise<unknown>): Promise<unknown> {
  const outcome = await work.then(
    () => ({ isThrown: false, thrown: undefined }),
    (thrown: unknown) => ({ isThrown: true, thrown }),
  );
  if (!outcome.isThrown) throw new Error("expected an error, got none");
  return outcome.thrown;
}

/**
 * Expects a Hivekit error with these properties.
 *
 * @throws Error whose cause is the actual error, if it differs.
 */
export async function expectError(
  work: Promise<unknown>,
  properties: Readonly<Record<string, unknown>> & { readonly kind: AnyHiveError["kind"] },
): Promise<AnyHiveError> {
  const thrown = await captureError(work);
  const actual = isHiveError(thrown)
    ? Object.fromEntries(Object.keys(properties).map((key) => [key, Reflect.get(thrown, key)]))
    : String(thrown);
  if (isHiveError(thrown) && JSON.stringify(actual) === JSON.stringify(properties)) return thrown;
  throw new Error(`expected ${JSON.stringify(properties)}, got ${JSON.stringify(actual)}`, { cause: thrown });
}

/** Expects the result of `shapes.jpg`. */
export function expectPicture(task: Task): void {
  const [result] = task.results;
  expectEqual([result?.media?.mimeType, result?.frames.length], ["image/jpeg", 1]);
}

/** Expects the result of `colors.mp4`: red in the first frame, yellow in the last one. */
export function expectVideo(task: Task): void {
  const [result] = task.results;
  expectEqual(result?.frames.length, 10);
  expectEqual(
    [findTopClass(result?.frames.at(0)?.classes), findTopClass(result?.frames.at(-1)?.classes)],
    ["red", "yellow"],
  );
}

function findTopClass(classes: readonly ClassScore[] = []): string | undefined {
  return classes.toSorted((one, other) => other.score - one.score)[0]?.class;
}
