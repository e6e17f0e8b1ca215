import { setTimeout as sleep } from "node:timers/promises";

/** How often, and how long after, it is tried again. */
const ATTEMPTS = 60;
const PAUSE_MS = 1000;

/** Stores something, though the database may be away for a while: what it holds was paid for. Once it is aborted, there is no other attempt. */
export async function keep(store: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await store();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || signal.aborted) throw error;
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }
}
