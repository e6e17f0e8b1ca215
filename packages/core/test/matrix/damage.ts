/** Removes a key or an element. */
export const MISSING: unique symbol = Symbol("missing");

/**
 * Copies a response with another value at one position.
 *
 * @param path - The path as in errors, for example `status[0].response.output[0].classes`. The last key may be new.
 * @param value - The new value, or {@link MISSING}.
 */
export function damaged(reply: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(reply);
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  const last = steps.pop();
  if (last === undefined) throw new Error("a path has at least one step");
  const holder = steps.reduce(stepInto, copy);
  if (typeof holder !== "object" || holder === null) throw new Error(`nothing to damage at ${path}`);
  if (value !== MISSING) Reflect.set(holder, last, structuredClone(value));
  else if (!Reflect.has(holder, last)) throw new Error(`${path} is already missing`);
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(holder, last);
  return copy;
}

/** Returns the value of a response at one position. */
export function valueAt(reply: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .reduce(stepInto, reply);
}

function stepInto(value: unknown, step: string): unknown {
  if (typeof value !== "object" || value === null || !Reflect.has(value, step)) {
    throw new Error(`a response has nothing at ${step}`);
  }
  return Reflect.get(value, step);
}
