import { expect, it } from "vitest";
import { startEpoch } from "./epoch.ts";
import { pause } from "./pause.ts";

it("lets go of the epoch when its time is over", async () => {
  const epoch = startEpoch();
  let held = 0;
  const counted = {
    ...epoch,
    onEnd: (end: () => void) => {
      held += 1;
      const forget = epoch.onEnd(end);
      return () => {
        held -= 1;
        forget();
      };
    },
  };
  await pause(5, { signal: new AbortController().signal, epoch: counted, sleep: () => Promise.resolve() });
  expect(held).toBe(0);
});
