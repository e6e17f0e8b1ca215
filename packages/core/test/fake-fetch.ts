/** A request as the fake saw it. */
export type SeenRequest = { readonly request: Request; readonly form: () => Promise<FormData> };

/** Answers each request from a function; remembers what it saw. */
export function fakeFetch(answer: (request: Request) => Response | Promise<Response>): {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: SeenRequest[];
} {
  const seen: SeenRequest[] = [];
  return {
    seen,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const copy = request.clone();
      seen.push({ request, form: async () => copy.formData() });
      return answer(request);
    },
  };
}

/** A body that is sent in the given pieces; a `null` piece never comes. */
export function bodyOf(
  pieces: readonly (string | null | Error)[],
  onCancel: () => void = () => {},
): ReadableStream<Uint8Array> {
  const waiting = [...pieces];
  return new ReadableStream(
    {
      async pull(controller) {
        const piece = waiting.shift();
        if (piece === undefined) controller.close();
        else if (piece === null) await new Promise(() => {});
        else if (piece instanceof Error) controller.error(piece);
        else controller.enqueue(new TextEncoder().encode(piece));
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
}
