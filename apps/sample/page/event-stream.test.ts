import { expect, it } from "vitest";
import { listenTo } from "./event-stream.ts";

/** What stands for the browser's own. */
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

function listening() {
  const source = new FakeSource();
  const told: unknown[] = [];
  const stream = listenTo<{ readonly item: { readonly id: string }; readonly end: object }>(
    "api/events",
    { item: ({ id }) => told.push(id), end: () => told.push("end") },
    {
      onOpen: () => told.push("open"),
      onLost: (isFinal) => told.push(isFinal ? "given up" : "lost"),
      open: (url) => {
        told.push(url);
        return source;
      },
    },
  );
  return { source, told, stream };
}

it("hands each event to its handler, and no other", () => {
  const { source, told } = listening();
  source.connect();
  source.send("item", { id: "1" });
  source.send("other", {});
  source.send("end", {});
  expect(told).toEqual(["api/events", "open", "1", "end"]);
});

it("tells a connection that is lost for a while from one that is given up", () => {
  const { source, told } = listening();
  source.connect();
  source.lose(0);
  source.connect();
  source.lose(2);
  expect(told).toEqual(["api/events", "open", "lost", "open", "given up"]);
});

it("hands over nothing after it was closed", () => {
  const { source, told, stream } = listening();
  source.connect();
  stream.close();
  source.send("item", { id: "1" });
  expect(told).toEqual(["api/events", "open"]);
});
