import { gen, none } from "stream-chain/core";
import { pick } from "stream-json/core/filters/pick.js";
import { jsonParser } from "stream-json/core/parser.js";
import { streamArray } from "stream-json/core/streamers/stream-array.js";
import { framesAt } from "../payload/payload-spec.ts";
import type { Contestant } from "./contestant.ts";
import { itemsOf } from "./frame-sink.ts";
import { textOf } from "./text-of.ts";

/** stream-json 3 in its fastest form: one function made of its parts, without a stream between them, and packed tokens only. */
export const streamJson: Contestant = {
  name: "stream-json",
  kind: "peer",
  async read(stream, sink, form) {
    const frames = gen(
      jsonParser({ streamValues: false }),
      pick({ filter: framesAt(form).join(".") }),
      streamArray(),
    );
    for await (const text of textOf(stream)) {
      for await (const { value } of frames(text)) sink.take(value, itemsOf(value));
    }
    // Its documentation has a function flushed by `none`; its types know text alone.
    const rest: ReturnType<typeof frames> = Reflect.apply(frames, null, [none]);
    for await (const { value } of rest) sink.take(value, itemsOf(value));
  },
};
