import { JSONParser } from "@streamparser/json";
import { framesAt } from "../payload/payload-spec.ts";
import type { Contestant } from "./contestant.ts";
import { itemsOf } from "./frame-sink.ts";

/** It reads bytes itself, and drops what it has emitted. */
export const streamparser: Contestant = {
  name: "@streamparser/json",
  kind: "peer",
  async read(stream, sink, form) {
    const keys = framesAt(form).map((key) => (typeof key === "number" ? "*" : key));
    const parser = new JSONParser({ paths: [`$.${keys.join(".")}.*`], keepStack: false });
    parser.onValue = ({ value }) => sink.take(value, itemsOf(value));
    for await (const bytes of stream) parser.write(bytes);
  },
};
