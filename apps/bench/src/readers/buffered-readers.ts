import { FrameWire } from "@hivekit/core/schemas";
import * as z from "zod";
import { array } from "zod/mini";
import { getFramesPath } from "../payload/payload-spec.ts";
import type { PayloadForm } from "../payload/payload-spec.ts";
import { countItems } from "./frame-sink.ts";
import type { ByteStream, Reader } from "./reader.ts";

async function parseAll(stream: ByteStream, form: PayloadForm): Promise<readonly unknown[]> {
  let json: unknown = JSON.parse(await new Response(stream).text());
  for (const key of getFramesPath(form)) json = Reflect.get(Object(json), key);
  if (!Array.isArray(json)) throw new Error("The reply has no frames at the expected path.");
  return json;
}

/** The obvious approach. All other readers are compared to it. */
export const native: Reader = {
  name: "JSON.parse(await text())",
  kind: "native",
  async read(stream, sink, form) {
    for (const frame of await parseAll(stream, form)) sink.add(frame, countItems(frame));
  },
};

const Frames = array(FrameWire);

/** Validates with Hivekit's schemas. */
export const nativeAndFrameWire: Reader = {
  name: "JSON.parse + FrameWire",
  kind: "buffered",
  async read(stream, sink, form) {
    for (const frame of Frames.parse(await parseAll(stream, form))) sink.add(frame, countItems(frame));
  },
};

// Uses zod rather than zod/mini, because it compiles object schemas to code, which is fastest for these replies.
const Score = z.looseObject({
  class: z.string(),
  score: z.number().optional(),
  value: z.number().optional(),
});
const PlainFrames = z.array(
  z.looseObject({
    time: z.number().optional(),
    classes: z.array(Score).optional(),
    bounding_poly: z
      .array(
        z.looseObject({
          vertices: z.array(z.looseObject({ x: z.number(), y: z.number() })),
          classes: z.array(Score),
        }),
      )
      .optional(),
  }),
);

/** Validates with schemas that a user of zod would write. They check less than Hivekit's. */
export const nativeAndZod: Reader = {
  name: "JSON.parse + plain zod",
  kind: "buffered",
  async read(stream, sink, form) {
    for (const frame of PlainFrames.parse(await parseAll(stream, form))) sink.add(frame, countItems(frame));
  },
};
