import { HiveVlm, type HiveVlmOptions } from "@hivekit/core/vlm";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/index.ts";
import { demoMedia } from "./submit.ts";

/** The URL of a picture with a red disc, which the emulator serves. */
export const PHOTO_URL = "https://example.com/photo.jpg?sig=SIGNATURE";
/** The URL of a video of ten seconds with one color per second, of which the first is red. */
export const CLIP_URL = "https://example.com/clip.mp4?sig=SIGNATURE";

/** The bytes of the picture. */
export const photo = await demoMedia("shapes.jpg");
const clip = await demoMedia("colors.mp4");

/** Connects core's client for the vision language model to an emulator. It makes no retries. */
export function connectVlm(
  options: EmulatorOptions = {},
  client: HiveVlmOptions = {},
): { readonly emulator: Emulator; readonly vlm: HiveVlm } {
  const emulator = createEmulator({
    files: {
      [PHOTO_URL]: new Blob([new Uint8Array(photo)]),
      [CLIP_URL]: new Blob([new Uint8Array(clip)]),
    },
    ...options,
  });
  return {
    emulator,
    vlm: new HiveVlm({ apiKey: "demo-vlm", fetch: emulator.fetch, retry: false, ...client }),
  };
}
