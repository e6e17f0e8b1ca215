import { JSONParseStream } from "json-web-streams";
import { framesAt } from "../payload/payload-spec.ts";
import type { Contestant } from "./contestant.ts";
import { itemsOf } from "./frame-sink.ts";

/** As its documentation shows it. */
export const jsonWebStreams: Contestant = {
  name: "json-web-streams",
  kind: "peer",
  async read(stream, sink, form) {
    const keys = framesAt(form).map((key) => (typeof key === "number" ? "*" : key));
    const frames = stream
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new JSONParseStream([`$.${keys.join(".")}.*`]));
    for await (const { value } of frames) sink.take(value, itemsOf(value));
  },
};
