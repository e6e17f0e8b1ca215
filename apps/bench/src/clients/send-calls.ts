import type { SendCall } from "./call-clients.ts";

/** Sends calls, of which a fixed number is in flight. @throws Error if a reply does not have one frame. */
export async function sendCalls(
  send: SendCall,
  { calls, concurrency }: { readonly calls: number; readonly concurrency: number },
): Promise<void> {
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const frames = await send();
      if (frames !== 1) throw new Error(`a reply had ${frames} frames instead of 1`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
