import { native, nativeAndFrameWire, nativeAndZod } from "./buffered-readers.ts";
import type { Reader } from "./reader.ts";
import { hivekit, jsonriver, jsonWebStreams, streamJson, streamparser } from "./streaming-readers.ts";

/** All readers. The first one is the reference for the others. */
export const READERS: readonly Reader[] = [
  native,
  hivekit,
  nativeAndFrameWire,
  nativeAndZod,
  jsonriver,
  jsonWebStreams,
  streamJson,
  streamparser,
];

/** Finds a reader by its name. @throws Error if there is none. */
export function findReader(name: string): Reader {
  const reader = READERS.find((one) => one.name === name);
  if (reader === undefined) throw new Error(`There is no reader with the name ${name}.`);
  return reader;
}
