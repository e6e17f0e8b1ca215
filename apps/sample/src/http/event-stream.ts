import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { MessageEvent, SseOptions } from "@nestjs/common";
import type { Request } from "express";
import { connect, endWith, ignoreElements, interval, map, merge, takeUntil } from "rxjs";
import type { MonoTypeOperatorFunction } from "rxjs";

/**
 * The options of the list's stream. Nest drops a client that leaves more than this many characters unread. The client
 * then reconnects and loads the list, so it misses nothing.
 */
export const LIST_STREAM: SseOptions = { maxPendingDataLength: 256 * 1024 };

/** The interval between two comments, in milliseconds. */
const COMMENT_INTERVAL_MS = 15_000;
/** The time after which a client that reads nothing is dropped, in milliseconds. */
const READ_TIMEOUT_MS = 30_000;

/**
 * Sends a comment from time to time. If a client disappears without closing its connection, the next write fails;
 * without comments, a stream without events would keep the connection. Clients ignore comments.
 */
export function withComments(): MonoTypeOperatorFunction<MessageEvent> {
  return connect((events) =>
    merge(
      events,
      interval(COMMENT_INTERVAL_MS).pipe(
        // The type requires `data`, but an event without it is a comment.
        map((): MessageEvent => Object({ comment: "" })),
        takeUntil(events.pipe(ignoreElements(), endWith(null))),
      ),
    ),
  );
}

/**
 * Waits until a client has read the events that were sent. Drops it if it reads nothing for too long; it can reconnect
 * and continue after the last event that it has received.
 */
export async function waitForReader(response: ServerResponse): Promise<void> {
  if (!response.writableNeedDrain) return;
  const stop = new AbortController();
  const { signal } = stop;
  const timer = setTimeout(() => response.destroy(), READ_TIMEOUT_MS);
  await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  clearTimeout(timer);
  // Removes the other listener.
  stop.abort();
}

/** Returns the number in the header `Last-Event-ID`, which a client sends when it reconnects; 0 without one. */
export function readLastEventId(request: Request): number {
  const id = request.get("last-event-id") ?? "";
  return /^\d{1,9}$/.test(id) ? Number(id) : 0;
}
