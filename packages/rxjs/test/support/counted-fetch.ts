/** The amount of data that a client has read from its responses. */
export type Read = { bytes: number; largestChunkBytes: number };

/** Creates a `fetch` that counts the bytes of bodies as they are read. Nothing is read ahead. */
export function countedFetch(read: Read): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const reader = response.body?.getReader();
    if (reader === undefined) return response;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          read.bytes += value.length;
          read.largestChunkBytes = Math.max(read.largestChunkBytes, value.length);
          controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
    const { status, headers } = response;
    return new Response(body, { status, headers });
  };
}
