/**
 * Has the runtime collect its garbage, where it was started so that it can: then nobody pays for what another contestant left.
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
