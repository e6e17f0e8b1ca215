/** What is needed of an `EventSource`. */
export type EventSourceLike = {
  readonly readyState: number;
  addEventListener(name: string, listener: (event: Event) => void): void;
  close(): void;
};

/** What to do with each event, by its name. */
export type EventHandlers<Events> = { readonly [Name in keyof Events]: (data: Events[Name]) => void };

/** A stream of events that is being listened to. */
export type EventStream = { readonly close: () => void };

const CLOSED = 2;
const OPEN = 1;

/**
 * Listens to server-sent events. A connection that is lost is made again by the browser.
 *
 * @param options.onOpen - the connection stands, for the first time or again: what was sent in between is lost, unless the server repeats it.
 * @param options.onLost - it does not stand; `isFinal` if the browser gives up, because the server refused.
 * @param options.open - opens a connection.
 */
export function listenTo<Events extends object>(
  url: string,
  handlers: EventHandlers<Events>,
  options: {
    readonly onOpen?: () => void;
    readonly onLost?: (isFinal: boolean) => void;
    readonly open?: (url: string) => EventSourceLike;
  } = {},
): EventStream {
  const { open = (at) => new EventSource(at) } = options;
  const source = open(url);
  for (const name in handlers) {
    source.addEventListener(name, (event: Event) => {
      if (!(event instanceof MessageEvent) || source.readyState !== OPEN) return;
      handlers[name](JSON.parse(event.data));
    });
  }
  source.addEventListener("open", () => options.onOpen?.());
  source.addEventListener("error", () => options.onLost?.(source.readyState === CLOSED));
  return { close: () => source.close() };
}
