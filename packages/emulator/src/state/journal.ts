import type { SubmissionField } from "./submission.ts";

/** A submission and its outcome. The journal never contains media, text or unknown keys. */
export type JournalEntry = {
  /** The id of the task; `null` if none was created, because the request was rejected or its media did not arrive. */
  readonly taskId: string | null;
  /** The key of the project; `null` for an unknown key, because it may be a real one. */
  readonly projectKey: string | null;
  /** Method and path, such as `POST /api/v1/tag/task`. */
  readonly route: string;
  /**
   * The field that contained the media, the URL, the text or the messages; `null` if the body was not read or did not
   * have exactly one such field.
   */
  readonly kind: SubmissionField | null;
  /** The name of the upload; `null` for a URL or a text. */
  readonly filename: string | null;
  /**
   * The MIME type declared by the uploader or by the server of the URL; `null` for none. For a chat completion, that of
   * the first image or video.
   */
  readonly mimetype: string | null;
  /**
   * The size of the media in bytes; `null` for a text, and if no media arrived. For a chat completion, that of all
   * images and videos.
   */
  readonly sizeBytes: number | null;
  /** Whether the submission contained text: alone, or with media in v1 and chat completions. */
  readonly hasText: boolean;
  /**
   * The HTTP status of the response; `null` while the response is pending, and if the caller disconnected or the
   * connection was reset before it.
   */
  readonly httpStatus: number | null;
  /** Hive's task code, `"0"` for success; `null` while there is no result, and for labels. */
  readonly taskCode: string | null;
  /**
   * The number of frames, texts, text blocks, segments or answers in the result; `null` while there is no result, and
   * for labels.
   */
  readonly frameCount: number | null;
  /** The labels of a reviewer or rule; `null` while there are none, and for models. */
  readonly labels: readonly string[] | null;
  /** The charge in US dollars; 0 unless the task succeeded. */
  readonly chargeUsd: number;
  /** The faults that happened, such as `429` or `task-code:3300,callback-drop`; `null` for none. */
  readonly fault: string | null;
};

/** Updates an entry with new facts. */
export type UpdateJournalEntry = (facts: Partial<JournalEntry>) => void;

/** The list of submissions, in order of arrival. */
export type Journal = {
  /** Lists the entries, oldest first. */
  list(): readonly JournalEntry[];
  /** Adds a submission when it arrives. @returns a function that updates its entry. It has no effect after a `clear` */
  open(route: string): UpdateJournalEntry;
  /** Removes all entries. */
  clear(): void;
};

/** Creates an empty journal. */
export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  return {
    list: () => [...entries],
    open: (route) => {
      const list = entries;
      const index = list.push({ ...NEW_ENTRY, route }) - 1;
      return (facts) => {
        list[index] = { ...(list[index] ?? { ...NEW_ENTRY, route }), ...facts };
      };
    },
    clear: () => {
      entries = [];
    },
  };
}

const NEW_ENTRY: Omit<JournalEntry, "route"> = {
  taskId: null,
  projectKey: null,
  kind: null,
  filename: null,
  mimetype: null,
  sizeBytes: null,
  hasText: false,
  httpStatus: null,
  taskCode: null,
  frameCount: null,
  labels: null,
  chargeUsd: 0,
  fault: null,
};
