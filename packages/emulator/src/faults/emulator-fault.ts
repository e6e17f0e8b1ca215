/** What goes wrong with an answer. */
export type FaultAct =
  | {
      /** Another status. The submission is not looked at, and costs nothing, unless `billed`. */
      readonly kind: "status";
      /** 400 to 599. */
      readonly status: number;
      /** The generation's JSON, or a page as a proxy makes it. @defaultValue `"json"` */
      readonly body?: "json" | "html" | undefined;
      /** The header `Retry-After`, in seconds. @defaultValue no such header */
      readonly retryAfterSeconds?: number | undefined;
      /** Whether the task is done and charged before the answer is replaced, as behind a gateway that gave up. @defaultValue false */
      readonly billed?: boolean | undefined;
    }
  | {
      /** HTTP 200 whose body says `return_code` (v3: `status_code`). Costs nothing. */
      readonly kind: "return-code";
      /** What the body says, such as 403. */
      readonly code: number;
    }
  | {
      /** A task that failed with one of Hive's task codes, such as `"3300"`. Costs nothing. In v3, which has no such place, an HTTP 400. */
      readonly kind: "task-code";
      /** Hive's code for a failed task. */
      readonly code: string;
    }
  | {
      /** Nothing comes: the task is done and charged, and its answer never begins, or only after `ms`. */
      readonly kind: "stall-headers";
      /** Milliseconds until it comes after all. @defaultValue never */
      readonly ms?: number | undefined;
    }
  | {
      /** Half of the body comes, and then nothing, or the rest only after `ms`. */
      readonly kind: "stall-body";
      /** Milliseconds until the rest comes. @defaultValue never */
      readonly ms?: number | undefined;
    }
  | {
      /** So many whole frames come, and then nothing, or the rest only after `ms`. */
      readonly kind: "stall-frames";
      /** How many frames come first. @defaultValue 1 */
      readonly after?: number | undefined;
      /** Milliseconds until the rest comes. @defaultValue never */
      readonly ms?: number | undefined;
    }
  | {
      /** The connection breaks before an answer; the task is done and charged. In process, `fetch` rejects with a TypeError. */
      readonly kind: "reset";
    }
  | {
      /** The connection breaks in the middle of the body. */
      readonly kind: "reset-body";
    }
  | {
      /** Half of the body, and a proper end. */
      readonly kind: "truncate";
    }
  | {
      /** The body comes in small pieces. */
      readonly kind: "drip";
      /** Milliseconds between two pieces. @defaultValue 100 */
      readonly ms?: number | undefined;
      /** Bytes of a piece. @defaultValue 16 */
      readonly bytes?: number | undefined;
    }
  | {
      /** The header `Content-Length` promises 16 bytes more than come. */
      readonly kind: "wrong-length";
    }
  | {
      /** The callback is never sent. */
      readonly kind: "callback-drop";
    }
  | {
      /** The callback is sent late. */
      readonly kind: "callback-late";
      /** How late, in milliseconds. @defaultValue 1000 */
      readonly ms?: number | undefined;
    }
  | {
      /** The callback is sent twice. */
      readonly kind: "callback-double";
    }
  | {
      /** The callback is sent after the next one, or after `ms` when there is none. */
      readonly kind: "callback-reorder";
      /** How long the next one is waited for, in milliseconds. @defaultValue 5000 */
      readonly ms?: number | undefined;
    }
  | {
      /** The callback is sent, and answered, before the acknowledgement. */
      readonly kind: "callback-early";
    };

/** A fault, how often it happens, and to whom. Without `times` and `rate` it happens once. */
export type EmulatorFault = FaultAct & {
  /** How many times; then it is used up. @defaultValue 1; without end where `rate` is given */
  readonly times?: number | undefined;
  /** How likely it happens, each time that it could: 0 to 1. The emulator's seed decides. @defaultValue 1 */
  readonly rate?: number | undefined;
  /** To the project with this key alone. @defaultValue all */
  readonly project?: string | undefined;
  /** To requests whose method and path contain this, such as `"/v2/task/async"`; to those that look at a task only where it contains `"GET"`. @defaultValue all submissions */
  readonly route?: string | undefined;
};

/** The kinds of faults. */
export type FaultKind = FaultAct["kind"];

/** When a fault happens: to the answer of a request, to the task behind it, or to the callback of an asynchronous task. */
export type FaultStage = "answer" | "task" | "callback";

/** Each kind's stage, and what a text may say of it. */
export const FAULT_KINDS: Readonly<
  Record<FaultKind, { readonly stage: FaultStage; readonly settings: readonly string[] }>
> = {
  status: { stage: "answer", settings: ["html", "billed", "retry-after"] },
  "return-code": { stage: "answer", settings: [] },
  "task-code": { stage: "task", settings: [] },
  "stall-headers": { stage: "answer", settings: ["ms"] },
  "stall-body": { stage: "answer", settings: ["ms"] },
  "stall-frames": { stage: "answer", settings: ["after", "ms"] },
  reset: { stage: "answer", settings: [] },
  "reset-body": { stage: "answer", settings: [] },
  truncate: { stage: "answer", settings: [] },
  drip: { stage: "answer", settings: ["ms", "bytes"] },
  "wrong-length": { stage: "answer", settings: [] },
  "callback-drop": { stage: "callback", settings: [] },
  "callback-late": { stage: "callback", settings: ["ms"] },
  "callback-double": { stage: "callback", settings: [] },
  "callback-reorder": { stage: "callback", settings: ["ms"] },
  "callback-early": { stage: "callback", settings: [] },
};
