import core = require("@hivekit/core");
import { framesOf } from "@hivekit/rxjs";
import { firstValueFrom } from "rxjs";

export const time = firstValueFrom(framesOf(new core.HiveClient({ apiKey: "k" }), { text: "hello" })).then(
  ({ timeSeconds }): number | null => timeSeconds,
);
// @ts-expect-error -- a client is missing
export const wrong = framesOf({ text: "hello" });
