/** A promise with its resolve function. */
export type Deferred<Value> = { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void };

/** Creates a promise that a test can resolve. */
export function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
