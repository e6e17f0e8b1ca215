/** One submission as it came in. Neither media, text nor an unknown key is kept. */
export type JournalEntry = {
  /** The id of the task; `null` where none was made: a refused request, or one that is still being answered. */
  readonly taskId: string | null;
  /** The key of the project; `null` for a key that the emulator does not know, which may be a real one. */
  readonly projectKey: string | null;
  /** Method and path, such as `POST /api/v1/tag/task`. */
  readonly route: string;
  /** The form field that carried the media; `null` when the form was not read or had not exactly one of them. */
  readonly kind: "image" | "image_url" | null;
  /** The name of the uploaded file; `null` for a URL. */
  readonly filename: string | null;
  /** The type that the uploader, or the server behind the URL, declared; `null` when none did. */
  readonly mimetype: string | null;
  /** The size of the media in bytes; `null` when it was not received. */
  readonly sizeBytes: number | null;
  /** Whether a `text` came with it. */
  readonly hasText: boolean;
  /** The status of the answer; `null` while it is pending, and for good when the caller went away before. */
  readonly httpStatus: number | null;
  /** What was charged, in US dollars; 0 unless the task succeeded. */
  readonly chargeUsd: number;
};

/** The list of submissions, in order of arrival. */
export type Journal = {
  /** The entries until now, the oldest first. A later call shows what has come since. */
  list(): readonly JournalEntry[];
  /** Adds a submission on its arrival. The returned function fills in what becomes known; after a `clear` it does nothing. */
  open(route: string): (known: Partial<JournalEntry>) => void;
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
  chargeUsd: 0,
};
