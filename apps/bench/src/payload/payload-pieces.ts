import { classificationFrame } from "./classification-frame.ts";
import { detectionFrame } from "./detection-frame.ts";
import type { PayloadSpec, Reference } from "./payload-spec.ts";
import { seededRandom } from "./random.ts";
import { replyAround } from "./reply-around.ts";
import { writeJson } from "./write-json.ts";

/** One seed for all payloads: a figure is repeated on the same bytes. */
const SEED = 20_261_124;

/** A reference goes to other processes as an argument, so it has to stay short. */
const ENDS_TOLD = 100;

const encoder = new TextEncoder();

/** Generates the text of a reply piece by piece, a frame each, and tells at the end what is in it. */
export function* payloadPieces({ form, layout, frames }: PayloadSpec): Generator<string, Reference> {
  const random = seededRandom(SEED);
  const { before, between, after, indent } = replyAround(form, layout);
  let sizeBytes = sizeOf(before);
  let itemCount = 0;
  let middle = "";
  let last = "";
  const frameEndBytes: number[] = [];
  yield before;
  for (let index = 0; index < frames; index++) {
    const { json, items } =
      form === "detection"
        ? detectionFrame(random, { index })
        : classificationFrame(random, { index, isV3: form === "v3" });
    itemCount += items;
    if (index === Math.floor(frames / 2)) middle = JSON.stringify(json);
    if (index === frames - 1) last = JSON.stringify(json);
    const piece = `${index === 0 ? "" : between}${writeJson(json, layout, indent)}`;
    sizeBytes += sizeOf(piece);
    if (index < ENDS_TOLD) frameEndBytes.push(sizeBytes);
    yield piece;
  }
  sizeBytes += sizeOf(after);
  yield after;
  return { frameCount: frames, itemCount, middle, last, frameEndBytes, sizeBytes };
}

function sizeOf(text: string): number {
  return encoder.encode(text).byteLength;
}
