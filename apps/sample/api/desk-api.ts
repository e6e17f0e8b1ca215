import type { Frame, TaskSummary } from "@hivekit/core";
import type { Decision, SecondsRange, Verdict } from "@hivekit/core/policy";

/**
 * Where an item stands.
 *
 * - `submitting`: on its way to Hive, or its frames are coming.
 * - `waiting`: Hive has taken it on, and tells by a callback when it is done, for example when a person has answered.
 * - `done`, `failed`, `cancelled`: it ended so.
 * - `interrupted`: the desk ended in between, and nobody knows what came of it. Only a person may submit it again: it would be billed again.
 */
export type ItemState = "submitting" | "waiting" | "done" | "failed" | "cancelled" | "interrupted";

/** What was submitted. */
export type ItemSource =
  | {
      readonly kind: "media";
      readonly filename: string;
      readonly contentType: string;
      readonly sizeBytes: number;
    }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "text"; readonly text: string };

/** A person's decision, on a result or on there being none: while an item is `submitting` or `waiting`, it is refused with HTTP 409. */
export type HumanDecision = {
  readonly decision: "allow" | "block";
  /** What the person wrote; `""` if nothing. */
  readonly note: string;
  /** ISO 8601. */
  readonly decidedOn: string;
};

/** Why an item failed, in words that may be shown. */
export type ItemFailure = { readonly kind: string; readonly message: string };

/** A row of the desk's list. */
export type Item = {
  readonly id: string;
  readonly project: string;
  readonly source: ItemSource;
  readonly state: ItemState;
  /** ISO 8601. */
  readonly submittedOn: string;
  /** Frames stored so far. */
  readonly frameCount: number;
  /** The last person's decision, else the policy's; `null` as long as there is neither. */
  readonly decision: Decision | null;
  /** Whose decision that is; `null` with `decision`. */
  readonly decidedBy: "policy" | "person" | null;
  /**
   * At most 5 classes with their highest scores so far: those that the verdict goes by, then the strongest, without those that say that something
   * is not there. Each part has the strongest first.
   */
  readonly topClasses: readonly { readonly class: string; readonly score: number }[];
  /** US dollars; `null` if not known. */
  readonly chargeUsd: number | null;
  readonly failure: ItemFailure | null;
};

/** A stretch in which a class scored at or above the bar's threshold. */
export type ItemSegment = SecondsRange & { readonly class: string; readonly peakScore: number };

/** One item in full, without its frames. */
export type ItemDetail = Item & {
  /** What the policy says so far; in full once the item is done. `null` before the first frame, and where there is no result. */
  readonly verdict: Verdict | null;
  /** Whether it may have reached Hive since it was submitted, or submitted again, last: if not, it was not billed. */
  readonly wasSent: boolean;
  /** What Hive said beside the frames; `null` until it is done. */
  readonly summary: Omit<TaskSummary, "raw"> | null;
  /** Ascending by start; `[]` for media without time. */
  readonly segments: readonly ItemSegment[];
  /** Decisions by people, the latest first. Submitting it again makes none of them hold any more; they stay here. */
  readonly decisions: readonly HumanDecision[];
  /** Whether `GET …/media` answers. */
  readonly hasMedia: boolean;
};

/** A frame as the desk stores and sends it. A mask's picture is at `GET …/masks/:position`. */
export type ItemFrame = Omit<Frame, "raw"> & {
  /** 0 for the first frame that came, then 1, 2, … */
  readonly position: number;
};

/** A project that can be submitted to. */
export type DeskProject = {
  readonly name: string;
  /** One sentence for the page. */
  readonly description: string;
  /** What it takes. */
  readonly takes: readonly ItemSource["kind"][];
  /** Whether people answer, so that a result may take hours. */
  readonly isLabeling: boolean;
  /** Where people answer; `null` if the desk does not know. */
  readonly consoleUrl: string | null;
};

/** `GET /api/desk`. */
export type DeskInfo = {
  readonly projects: readonly DeskProject[];
  readonly maxUploadBytes: number;
  /** The longest text, in code points: a character of any alphabet, and most emoji, are one. */
  readonly maxTextCharacters: number;
  /** Names of files at `/demo/…`. */
  readonly demoFiles: readonly string[];
  /** Whether submissions are billed. */
  readonly isLive: boolean;
};

/** `GET /api/items?decision=&class=&project=&state=&before=`: the latest first, 50 at most. */
export type ItemPage = {
  readonly items: readonly Item[];
  /** For `before`, to read on; `null` on the last page. */
  readonly next: string | null;
};

/** The events of `GET /api/items/:id/events`, by their names: what is stored first, then what comes, then `end`. */
export type ItemEvents = {
  /** Frames in order, from the item's first one. */
  readonly frames: readonly ItemFrame[];
  /** The item has changed: its state, verdict, charge. */
  readonly item: ItemDetail;
  /** Nothing more comes by itself: it is over. */
  readonly end: Record<string, never>;
};

/** The events of `GET /api/events`, by their names: what changes in the list from now on. */
export type ListEvents = {
  readonly item: Item;
  readonly deleted: { readonly id: string };
};

/** The body of every answer above 399. */
export type DeskProblem = { readonly kind: string; readonly message: string };
