import type { SubmissionField } from "./submission.ts";

/** One submission as it came in, and what it got. Neither media, text nor an unknown key is kept. */
export type JournalEntry = {
  /** The id of the task; `null` where none was made: a refused request, or one whose media has not arrived. */
  readonly taskId: string | null;
  /** The key of the project; `null` for a key that the emulator does not know, which may be a real one. */
  readonly projectKey: string | null;
  /** Method and path, such as `POST /api/v1/tag/task`. */
  readonly route: string;
  /** The field that carried the media, the URL or the text; `null` when the body was not read or had not exactly one of them. */
  readonly kind: SubmissionField | null;
  /** The name of the uploaded file; `null` for a URL and a text. */
  readonly filename: string | null;
  /** The type that the uploader, or the server behind the URL, declared; `null` when none did. */
  readonly mimetype: string | null;
  /** The size of the media in bytes; `null` when it was not received, and for a text. */
  readonly sizeBytes: number | null;
  /** Whether a text came: v1's beside the media, or a text alone. */
  readonly hasText: boolean;
  /** The status of the answer; `null` while it is pending, and for good when the caller went away before or the connection was reset. */
  readonly httpStatus: number | null;
  /** Hive's task code: `"0"` for success; `null` while there is no result, and for labels. */
  readonly taskCode: string | null;
  /** How many frames or texts were answered; `null` as above. */
  readonly frameCount: number | null;
  /** What people answered; `null` for models and while nobody has. */
  readonly labels: readonly string[] | null;
  /** What was charged, in US dollars; 0 unless the task succeeded. */
  readonly chargeUsd: number;
  /** The fault that was put in, as it was added; `null` for none. */
  readonly fault: string | null;
};

/** Fills in what becomes known of a submission. */
export type JournalNote = (known: Partial<JournalEntry>) => void;

/** The list of submissions, in order of arrival. */
export type Journal = {
  /** The entries until now, the oldest first. A later call shows what has come since. */
  list(): readonly JournalEntry[];
  /** Adds a submission on its arrival. The returned function fills in what becomes known; after a `clear` it does nothing. */
  open(route: string): JournalNote;
  /** Forgets all entries. */
  clear(): void;
};

/** Makes an empty journal. */
export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  return {
    list: () => [...entries],
    open: (route) => {
      const list = entries;
      const place = list.push({ ...UNKNOWN, route }) - 1;
      return (known) => {
        list[place] = { ...(list[place] ?? { ...UNKNOWN, route }), ...known };
      };
    },
    clear: () => {
      entries = [];
    },
  };
}

const UNKNOWN: Omit<JournalEntry, "route"> = {
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
