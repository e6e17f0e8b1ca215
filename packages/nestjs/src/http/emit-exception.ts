/**
 * Tells a gateway's client of an exception, as Nest's own filter does: socket.io has events, plain sockets get a text with `event` and
 * `data`. Nothing of what the client sent is sent back.
 */
export function emitException(client: unknown, payload: object): void {
  const { readyState, send, emit } = Object(client);
  // Plain sockets of Node's have `emit`, too, for their own events.
  if (typeof readyState === "number" && typeof send === "function") {
    Reflect.apply(send, client, [JSON.stringify({ event: "exception", data: payload })]);
  } else if (typeof emit === "function") {
    Reflect.apply(emit, client, ["exception", payload]);
  }
}
