import worker from "./worker-program.ts";

/** Its event of a request, as far as it is used. */
type FetchEvent = Event & {
  readonly request: Request;
  readonly respondWith: (answer: Promise<Response>) => void;
};

// The edge runtime knows scripts with listeners, and no modules.
addEventListener("fetch", (event) => {
  if (isFetchEvent(event)) event.respondWith(worker.fetch(event.request));
});

function isFetchEvent(event: Event): event is FetchEvent {
  return "respondWith" in event && "request" in event;
}
