/** The part of `EventSource` that the page uses. */
export type EventSourceLike = {
  readonly readyState: number;
  addEventListener(name: string, listener: (event: Event) => void): void;
  close(): void;
};

/** The handlers of the events, by event name. */
export type EventHandlers<Events> = { readonly [Name in keyof Events]: (data: Events[Name]) => void };

/** An open event stream. */
export type EventStream = { readonly close: () => void };

const CLOSED = 2;
const OPEN = 1;

/**
 * Listens to server-sent events. The browser reconnects automatically if the connection is lost.
 *
 * @param options.onOpen - called when the connection is established or re-established. Events in between are lost
 * unless the server repeats them.
 * @param options.onLost - called when the connection is lost; `isFinal` if the browser gives up because the server
 * rejected it.
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
