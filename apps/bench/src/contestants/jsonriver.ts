import { parse } from "jsonriver";
import { framesAt } from "../payload/payload-spec.ts";
import type { Contestant } from "./contestant.ts";
import { itemsOf } from "./frame-sink.ts";
import { textOf } from "./text-of.ts";

/**
 * jsonriver gives the whole tree as far as it has come, after each piece. All but the last element of an array are final: that is faster
 * than its `completeCallback`, which is called for every number. It keeps what it has read.
 */
export const jsonriver: Contestant = {
  name: "jsonriver",
  kind: "peer",
  async read(stream, sink, form) {
    const path = framesAt(form);
    let taken = 0;
    let frames: readonly unknown[] = [];
    const takeUpTo = (end: number): void => {
      for (; taken < end; taken++) sink.take(frames[taken], itemsOf(frames[taken]));
    };
    for await (const root of parse(textOf(stream))) {
      let json: unknown = root;
      for (const key of path) json = Reflect.get(Object(json), key);
      if (Array.isArray(json)) frames = json;
      takeUpTo(frames.length - 1);
    }
    takeUpTo(frames.length);
  },
};
