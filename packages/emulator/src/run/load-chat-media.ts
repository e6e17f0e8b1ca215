import type { ChatRequest } from "../chat/chat-request.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { planDownload } from "./fetch-media.ts";

/** A loaded image or video of a chat completion. */
export type ChatMedia = {
  readonly file: Blob;
  /** `null` for a `data:` URI. */
  readonly url: string | null;
  /** The number of frames per second to sample; `null` for an image. */
  readonly framesPerSecond: number | null;
};

/**
 * Plans the downloads of the images and of the video of a chat completion.
 *
 * @returns a function that loads them in their order, the video last. It resolves with `null` if a download fails.
 * @throws ApiError 400 for a host that is not allowed.
 */
export function planChatMedia(
  { images, video }: ChatRequest,
  state: EmulatorState,
): (signal: AbortSignal) => Promise<readonly ChatMedia[] | null> {
  const plans = images.map((image) => {
    return image.kind === "bytes"
      ? { url: null, load: async () => image.file }
      : { url: image.url, load: planDownload(image.url, "image_url", state) };
  });
  const videoPlan =
    video === null ? null : { url: video.url, load: planDownload(video.url, "media_url", state) };
  return async (signal) => {
    const media: ChatMedia[] = [];
    for (const { url, load } of videoPlan === null ? plans : [...plans, videoPlan]) {
      const file = await load(signal);
      if (file === null) return null;
      const isVideo = media.length === plans.length;
      media.push({ file, url, framesPerSecond: isVideo ? (video?.framesPerSecond ?? null) : null });
    }
    return media;
  };
}
