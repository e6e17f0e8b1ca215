/** A recorded request. */
export type SeenRequest = {
  readonly request: Request;
  readonly form: () => Promise<FormData>;
  readonly json: () => Promise<unknown>;
};

/** Creates a fetch that answers each request with the result of a function, and records the requests. */
export function fakeFetch(respond: (request: Request) => Response | Promise<Response>): {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: SeenRequest[];
} {
  const seen: SeenRequest[] = [];
  return {
    seen,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const copy = request.clone();
      seen.push({ request, form: async () => copy.formData(), json: async () => copy.clone().json() });
      return respond(request);
    },
  };
}

/** Creates a body with the given chunks; it stalls at a `null`. */
export function bodyOf(
  chunks: readonly (string | null | Error)[],
  onCancel: () => void = () => {},
): ReadableStream<Uint8Array> {
  const waiting = [...chunks];
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = waiting.shift();
        if (chunk === undefined) controller.close();
        else if (chunk === null) await new Promise(() => {});
        else if (chunk instanceof Error) controller.error(chunk);
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
}
