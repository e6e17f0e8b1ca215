import type { JournalEntry } from "@hivekit/emulator";

/** What the server in front of the emulators has seen of a case. */
export type Seen = {
  /** The emulator's journal: submissions, the oldest first. */
  readonly journal: readonly JournalEntry[];
  /** How many labeling tasks wait for a person. */
  readonly queued: number;
  /** The requests to the API, the oldest first. */
  readonly exchanges: readonly Exchange[];
  /** What was posted to the case's callback address, the oldest first. */
  readonly callbacks: readonly { readonly url: string; readonly body: string }[];
};

/** A request to the API and its answer. */
export type Exchange = {
  /** Method and path, without what is particular to the case. */
  readonly route: string;
  /** The length that was announced; `null` for a body that came in chunks, and for none. */
  readonly lengthBytes: number | null;
  /** How much of its body has come, in bytes. */
  readonly receivedBytes: number;
  /** `closed`: the client went away before the answer was whole. */
  readonly state: "open" | "answered" | "closed";
};
