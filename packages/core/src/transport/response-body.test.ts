import { afterEach, describe, expect, it, vi } from "vitest";
import { takeReader } from "./response-body.ts";

/** A body of bytes that fills each buffer of its reader, and records the sizes of the buffers. */
function bufferBody(sizeBytes: number): {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly buffers: number[];
  readonly onCancel: ReturnType<typeof vi.fn>;
} {
  const buffers: number[] = [];
  const onCancel = vi.fn<() => void>();
  let left = sizeBytes;
  const body = new ReadableStream({
    type: "bytes",
    pull: (controller) => {
      const { byobRequest } = controller;
      const length = byobRequest?.view?.byteLength ?? 0;
      buffers.push(length);
      if (left === 0) controller.close();
      const read = Math.min(left, length);
      left -= read;
      byobRequest?.respond(read);
    },
    cancel: onCancel,
  });
  return { body, buffers, onCancel };
}

async function readAll(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<number> {
  const reader = takeReader(new Response(body));
  let bytes = 0;
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.done !== false) return bytes;
    bytes += chunk.value.byteLength;
  }
}

describe("in Deno, the reader of a body", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("reads into small buffers", async () => {
    vi.stubGlobal("navigator", { userAgent: "Deno/2.9.6" });
    const { body, buffers } = bufferBody(20_000);
    expect(await readAll(body)).toBe(20_000);
    expect(buffers).toEqual([16_384, 16_384, 16_384]);
  });

  it("reads a body that does not support buffers", async () => {
    vi.stubGlobal("navigator", { userAgent: "Deno/2.9.6" });
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        controller.enqueue(new Uint8Array(6_000));
        controller.close();
      },
    });
    expect(await readAll(body)).toBe(6_000);
  });

  it("cancels the body", async () => {
    vi.stubGlobal("navigator", { userAgent: "Deno/2.9.6" });
    const { body, onCancel } = bufferBody(6_000);
    await takeReader(new Response(body))?.cancel();
    expect(onCancel).toHaveBeenCalledTimes(1);
  });
});
