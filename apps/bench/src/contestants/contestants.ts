import type { Contestant } from "./contestant.ts";
import { jsonWebStreams } from "./json-web-streams.ts";
import { jsonriver } from "./jsonriver.ts";
import { native, nativeAndFrameWire, nativeAndZod } from "./native.ts";
import { hivekit } from "./read-frames.ts";
import { streamJson } from "./stream-json.ts";
import { streamparser } from "./streamparser.ts";

/** All contestants, the measure for the others first. */
export const CONTESTANTS: readonly Contestant[] = [
  native,
  hivekit,
  nativeAndFrameWire,
  nativeAndZod,
  jsonriver,
  jsonWebStreams,
  streamJson,
  streamparser,
];

/** @throws Error if there is none of this name. */
export function contestantOf(name: string): Contestant {
  const contestant = CONTESTANTS.find((one) => one.name === name);
  if (contestant === undefined) throw new Error(`no contestant is called ${name}`);
  return contestant;
}
