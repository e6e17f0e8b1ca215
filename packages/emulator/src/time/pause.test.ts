import { expect, it } from "vitest";
import { startEpoch } from "./epoch.ts";
import { pause } from "./pause.ts";

it("removes its listener from the epoch when it resolves", async () => {
  const epoch = startEpoch();
  let listenerCount = 0;
  const countingEpoch = {
    ...epoch,
    onEnd: (listener: () => void) => {
      listenerCount += 1;
      const remove = epoch.onEnd(listener);
      return () => {
        listenerCount -= 1;
        remove();
      };
    },
  };
  await pause(5, {
    signal: new AbortController().signal,
    epoch: countingEpoch,
    sleep: () => Promise.resolve(),
  });
  expect(listenerCount).toBe(0);
});
