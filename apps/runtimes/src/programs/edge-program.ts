import worker from "./worker-program.ts";

/** The part of the runtime's `FetchEvent` that this program uses. */
type FetchEvent = Event & {
  readonly request: Request;
  readonly respondWith: (response: Promise<Response>) => void;
};

// The edge runtime supports scripts with listeners, but not modules.
addEventListener("fetch", (event) => {
  if (isFetchEvent(event)) event.respondWith(worker.fetch(event.request));
});

function isFetchEvent(event: Event): event is FetchEvent {
  return "respondWith" in event && "request" in event;
}
