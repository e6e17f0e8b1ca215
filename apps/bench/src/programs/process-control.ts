/**
 * Collects garbage if the runtime was started with permission to do so, so that no reader pays for the garbage of
 * another one.
 *
 * Node and Deno: `--expose-gc`.
 */
export function collectGarbage(): void {
  const {
    gc,
    Bun,
  }: {
    gc?: (() => unknown) | undefined;
    Bun?: { gc: (isSynchronous: boolean) => void };
  } = globalThis;
  if (Bun === undefined) gc?.();
  else Bun.gc(true);
}

/** Prints the facts of a program as the line of JSON that its parent reads, and exits. */
export function printAndExit(facts: unknown): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`, () => process.exit());
}
