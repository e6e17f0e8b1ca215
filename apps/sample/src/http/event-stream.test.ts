import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { MessageEvent } from "@nestjs/common";
import { NEVER, of } from "rxjs";
import { waitForReader, withComments } from "./event-stream.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Creates a response whose client has not read everything. */
function createResponse(): ServerResponse {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  vi.spyOn(response, "writableNeedDrain", "get").mockReturnValue(true);
  return response;
}

it("waits until the client has read everything, and leaves no listener", async () => {
  const response = createResponse();
  const listeners = response.listenerCount("close");
  const read = waitForReader(response);
  await vi.advanceTimersByTimeAsync(29_000);
  response.emit("drain");
  await read;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(response.destroyed).toBe(false);
  expect([response.listenerCount("drain"), response.listenerCount("close")]).toEqual([0, listeners]);
});

it("drops a client that reads nothing for 30 seconds", async () => {
  const response = createResponse();
  const read = waitForReader(response);
  await vi.advanceTimersByTimeAsync(31_000);
  await read;
  expect(response.destroyed).toBe(true);
});

it("adds a comment every 15 seconds until the stream ends", async () => {
  const received: unknown[] = [];
  const subscription = NEVER.pipe(withComments()).subscribe((event) => received.push(event));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(received).toEqual([{ comment: "" }, { comment: "" }]);
  subscription.unsubscribe();
  let isComplete = false;
  of<MessageEvent>({ data: "1" })
    .pipe(withComments())
    .subscribe({ complete: () => (isComplete = true) });
  expect(isComplete).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
