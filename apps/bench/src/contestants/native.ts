import { FrameWire } from "@hivekit/core/schemas";
import * as z from "zod";
import { array } from "zod/mini";
import { framesAt } from "../payload/payload-spec.ts";
import type { PayloadForm } from "../payload/payload-spec.ts";
import type { ByteStream, Contestant } from "./contestant.ts";
import { itemsOf } from "./frame-sink.ts";

async function parseWhole(stream: ByteStream, form: PayloadForm): Promise<readonly unknown[]> {
  let json: unknown = JSON.parse(await new Response(stream).text());
  for (const key of framesAt(form)) json = Reflect.get(Object(json), key);
  if (!Array.isArray(json)) throw new Error("The reply has no frames where they should stand.");
  return json;
}

/** What everybody does, and what all others are measured by. */
export const native: Contestant = {
  name: "JSON.parse(await text())",
  kind: "native",
  async read(stream, sink, form) {
    for (const frame of await parseWhole(stream, form)) sink.take(frame, itemsOf(frame));
  },
};

const Frames = array(FrameWire);

/** The checks that Hivekit makes, by its own schemas. */
export const nativeAndFrameWire: Contestant = {
  name: "JSON.parse + FrameWire",
  kind: "whole",
  async read(stream, sink, form) {
    for (const frame of Frames.parse(await parseWhole(stream, form))) sink.take(frame, itemsOf(frame));
  },
};

// In zod itself, which compiles objects to code: the fastest that somebody would write by hand for these replies.
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

/** The checks that a user of zod would write: fewer than Hivekit's. */
export const nativeAndZod: Contestant = {
  name: "JSON.parse + plain zod",
  kind: "whole",
  async read(stream, sink, form) {
    for (const frame of PlainFrames.parse(await parseWhole(stream, form))) sink.take(frame, itemsOf(frame));
  },
};
