import { createClassificationFrame } from "./classification-frame.ts";
import { createDetectionFrame } from "./detection-frame.ts";
import type { PayloadSpec, Reference } from "./payload-spec.ts";
import { createRandom } from "./random.ts";
import { createReplyLayout, writeJson } from "./reply-layout.ts";

/** The seed of all payloads, so that a measurement can be repeated with the same bytes. */
const SEED = 20_261_124;

/** A reference is passed to other processes as an argument, so it must be short. */
const MAX_FRAME_ENDS = 100;

const encoder = new TextEncoder();

/** Generates the text of a reply in chunks of one frame each. Returns the reference for its content. */
export function* generatePayload({ form, layout, frames }: PayloadSpec): Generator<string, Reference> {
  const random = createRandom(SEED);
  const { before, between, after, indent } = createReplyLayout(form, layout);
  let sizeBytes = countBytes(before);
  let itemCount = 0;
  let middle = "";
  let last = "";
  const frameEndBytes: number[] = [];
  yield before;
  for (let index = 0; index < frames; index++) {
    const { json, items } =
      form === "detection"
        ? createDetectionFrame(random, { index })
        : createClassificationFrame(random, { index, isV3: form === "v3" });
    itemCount += items;
    if (index === Math.floor(frames / 2)) middle = JSON.stringify(json);
    if (index === frames - 1) last = JSON.stringify(json);
    const chunk = `${index === 0 ? "" : between}${writeJson(json, layout, indent)}`;
    sizeBytes += countBytes(chunk);
    if (index < MAX_FRAME_ENDS) frameEndBytes.push(sizeBytes);
    yield chunk;
  }
  sizeBytes += countBytes(after);
  yield after;
  return { frameCount: frames, itemCount, middle, last, frameEndBytes, sizeBytes };
}

function countBytes(text: string): number {
  return encoder.encode(text).byteLength;
}
