/** A promise that a test resolves. */
export type Gate = { readonly opened: Promise<void>; readonly open: () => void };

/** Creates a closed gate. */
export function createGate(): Gate {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
