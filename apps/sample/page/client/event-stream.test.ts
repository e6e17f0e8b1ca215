import { expect, it } from "vitest";
import { listenTo } from "./event-stream.ts";

/** Replaces the browser's `EventSource`. */
class FakeSource extends EventTarget {
  readyState = 0;
  close(): void {
    this.readyState = 2;
  }
  connect(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  lose(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
  send(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

function openStream() {
  const source = new FakeSource();
  const events: unknown[] = [];
  const stream = listenTo<{ readonly item: { readonly id: string }; readonly end: object }>(
    "api/events",
    { item: ({ id }) => events.push(id), end: () => events.push("end") },
    {
      onOpen: () => events.push("open"),
      onLost: (isFinal) => events.push(isFinal ? "lost permanently" : "lost"),
      open: (url) => {
        events.push(url);
        return source;
      },
    },
  );
  return { source, events, stream };
}

it("calls the handler of each event and ignores other events", () => {
  const { source, events } = openStream();
  source.connect();
  source.send("item", { id: "1" });
  source.send("other", {});
  source.send("end", {});
  expect(events).toEqual(["api/events", "open", "1", "end"]);
});

it("distinguishes a connection that the browser re-establishes from one that it gives up", () => {
  const { source, events } = openStream();
  source.connect();
  source.lose(0);
  source.connect();
  source.lose(2);
  expect(events).toEqual(["api/events", "open", "lost", "open", "lost permanently"]);
});

it("calls no handler after it was closed", () => {
  const { source, events, stream } = openStream();
  source.connect();
  stream.close();
  source.send("item", { id: "1" });
  expect(events).toEqual(["api/events", "open"]);
});
