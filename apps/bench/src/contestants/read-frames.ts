import { readFrames } from "@hivekit/core";
import type { Contestant } from "./contestant.ts";

/** Ours: every frame validated and mapped to the domain, with `raw` beside it. */
export const hivekit: Contestant = {
  name: "hivekit readFrames()",
  kind: "ours",
  async read(stream, sink) {
    for await (const { raw, classes, boxes } of readFrames(stream)) {
      sink.take(raw, classes.length + boxes.length);
    }
  },
};
