import type { JournalEntry } from "@hivekit/emulator";

/** The traffic of a case that the gateway has observed. */
export type ObservedTraffic = {
  /** The emulator's journal of submissions, the oldest first. */
  readonly journal: readonly JournalEntry[];
  /** The number of labeling tasks that wait for a reviewer. */
  readonly queued: number;
  /** The requests to the API, the oldest first. */
  readonly exchanges: readonly Exchange[];
  /** The requests to the case's callback URL, the oldest first. */
  readonly callbacks: readonly { readonly url: string; readonly body: string }[];
};

/** A request to the API and its response. */
export type Exchange = {
  /** The method and the path, without the prefix of the case. */
  readonly route: string;
  /** The content length; `null` if the body is chunked or missing. */
  readonly lengthBytes: number | null;
  /** The number of bytes of the body that were received. */
  readonly receivedBytes: number;
  /** `closed`: the client disconnected before the response was complete. */
  readonly state: "open" | "answered" | "closed";
};
