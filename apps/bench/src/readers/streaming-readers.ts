import { readFrames } from "@hivekit/core";
import { JSONParser } from "@streamparser/json";
import { JSONParseStream } from "json-web-streams";
import { parse } from "jsonriver";
import { gen, none } from "stream-chain/core";
import { pick } from "stream-json/core/filters/pick.js";
import { jsonParser } from "stream-json/core/parser.js";
import { streamArray } from "stream-json/core/streamers/stream-array.js";
import { getFramesPath } from "../payload/payload-spec.ts";
import type { PayloadForm } from "../payload/payload-spec.ts";
import { countItems } from "./frame-sink.ts";
import type { ByteStream, Reader } from "./reader.ts";

/** Validates each frame and converts it to a domain frame with `raw`. */
export const hivekit: Reader = {
  name: "hivekit readFrames()",
  kind: "hivekit",
  async read(stream, sink) {
    for await (const { raw, classes, boxes } of readFrames(stream)) {
      sink.add(raw, classes.length + boxes.length);
    }
  },
};

/**
 * After each chunk, jsonriver yields the tree parsed so far, in which all elements of an array except the last one are
 * final. Reading them is faster than using its `completeCallback`, which is called for every number. jsonriver keeps
 * everything that it has read in memory.
 */
export const jsonriver: Reader = {
  name: "jsonriver",
  kind: "peer",
  async read(stream, sink, form) {
    const path = getFramesPath(form);
    let added = 0;
    let frames: readonly unknown[] = [];
    const addUntil = (end: number): void => {
      for (; added < end; added++) sink.add(frames[added], countItems(frames[added]));
    };
    for await (const root of parse(decodeText(stream))) {
      let json: unknown = root;
      for (const key of path) json = Reflect.get(Object(json), key);
      if (Array.isArray(json)) frames = json;
      addUntil(frames.length - 1);
    }
    addUntil(frames.length);
  },
};

/** Follows the documentation of json-web-streams. */
export const jsonWebStreams: Reader = {
  name: "json-web-streams",
  kind: "peer",
  async read(stream, sink, form) {
    const frames = stream
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new JSONParseStream([createJsonPath(form)]));
    for await (const { value } of frames) sink.add(value, countItems(value));
  },
};

/**
 * stream-json 3 in its fastest form: its parts are composed into one function, without streams between them and with
 * packed tokens only.
 */
export const streamJson: Reader = {
  name: "stream-json",
  kind: "peer",
  async read(stream, sink, form) {
    const frames = gen(
      jsonParser({ streamValues: false }),
      pick({ filter: getFramesPath(form).join(".") }),
      streamArray(),
    );
    for await (const text of decodeText(stream)) {
      for await (const { value } of frames(text)) sink.add(value, countItems(value));
    }
    // According to its documentation, `none` flushes the function, but its types allow only text.
    const rest: ReturnType<typeof frames> = Reflect.apply(frames, null, [none]);
    for await (const { value } of rest) sink.add(value, countItems(value));
  },
};

/** @streamparser/json reads bytes and discards what it has emitted. */
export const streamparser: Reader = {
  name: "@streamparser/json",
  kind: "peer",
  async read(stream, sink, form) {
    const parser = new JSONParser({ paths: [createJsonPath(form)], keepStack: false });
    parser.onValue = ({ value }) => sink.add(value, countItems(value));
    for await (const bytes of stream) parser.write(bytes);
  },
};

function createJsonPath(form: PayloadForm): `$.${string}` {
  const keys = getFramesPath(form).map((key) => (typeof key === "number" ? "*" : key));
  return `$.${keys.join(".")}.*`;
}

/** Decodes a stream without `TextDecoderStream`, which is slower, for parsers that accept any iterable of text. */
async function* decodeText(stream: ByteStream): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  for await (const bytes of stream) yield decoder.decode(bytes, { stream: true });
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}
