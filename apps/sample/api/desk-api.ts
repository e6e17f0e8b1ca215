import type { Frame, TaskSummary } from "@hivekit/core";
import type { Decision, SecondsRange, Verdict } from "@hivekit/core/policy";

/**
 * The state of an item.
 *
 * - `submitting`: queued for Hive, in flight, or receiving frames.
 * - `waiting`: Hive has acknowledged the submission and posts the result to a callback, for example when a reviewer
 *   has answered.
 * - `done`, `failed`, `cancelled`: finished.
 * - `interrupted`: the desk stopped before the result arrived, so the outcome is unknown. A new submission would be
 *   billed again, so a reviewer decides whether to submit it.
 */
export type ItemState = "submitting" | "waiting" | "done" | "failed" | "cancelled" | "interrupted";

/** The submitted content. */
export type ItemSource =
  | {
      readonly kind: "media";
      readonly filename: string;
      readonly contentType: string;
      readonly sizeBytes: number;
    }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "text"; readonly text: string };

/**
 * A reviewer's decision on a finished item. While an item is `submitting` or `waiting`, the desk responds with HTTP
 * 409.
 */
export type ReviewerDecision = {
  readonly decision: "allow" | "block";
  /** The reviewer's note; `""` if there is none. */
  readonly note: string;
  /** ISO 8601. */
  readonly decidedOn: string;
};

/** Why an item failed. The message contains no secrets and may be shown. */
export type ItemFailure = { readonly kind: string; readonly message: string };

/** The tokens of a judgment by the vision language model. */
export type TokenCount = {
  /** The tokens of the prompts, with the content. */
  readonly prompt: number;
  /** The tokens of the answers. */
  readonly answer: number;
};

/** An item as shown in the list. */
export type Item = {
  readonly id: string;
  readonly project: string;
  /** If the item is restricted, its file name, URL or text is `""`. */
  readonly source: ItemSource;
  /**
   * Whether the media may be child sexual abuse material: a hash matches, or the class `csam` reaches its threshold. The
   * desk then withholds the content: media, masks, frames and Hive's JSON are HTTP 403. A restricted item stays so.
   */
  readonly isRestricted: boolean;
  readonly state: ItemState;
  /** ISO 8601. */
  readonly submittedOn: string;
  /** The number of frames stored so far. */
  readonly frameCount: number;
  /** The latest reviewer's decision, or otherwise the policy's; `null` while there is neither. */
  readonly decision: Decision | null;
  /** Who made the decision; `null` if `decision` is `null`. */
  readonly decidedBy: "policy" | "reviewer" | null;
  /**
   * At most 5 classes with their highest scores so far: the classes in the verdict, then the highest-scoring ones.
   * Negative classes such as `no_gun` are omitted unless they are in the verdict. Each group is sorted by score,
   * highest first.
   */
  readonly topClasses: readonly {
    readonly class: string;
    readonly score: number;
    readonly scale?: Frame["scale"];
  }[];
  /** The tags of the policy that hold, in its order; until the item is done, those that no later frame can change. */
  readonly tags: readonly string[];
  /** US dollars; `null` if unknown. */
  readonly chargeUsd: number | null;
  readonly failure: ItemFailure | null;
};

/** A time span in which the score of a class reached the threshold of its segment rule. */
export type ItemSegment = SecondsRange & { readonly class: string; readonly peakScore: number };

/** An item with everything but its frames. */
export type ItemDetail = Item & {
  /**
   * The policy's verdict so far, complete once the item is done. `null` before the first frame and if there is no
   * result.
   */
  readonly verdict: Verdict | null;
  /** Whether the latest submission may have reached Hive. If not, it was not billed. */
  readonly wasSent: boolean;
  /**
   * The version of the policy text by which the item was judged, or is being judged; `null` if its project has no such
   * text.
   */
  readonly policyVersion: number | null;
  /** The tokens of the answers that could be used; `null` if there is none. Hive may bill others as well. */
  readonly tokens: TokenCount | null;
  /**
   * The result without its frames; `null` until the item is done. If the item is restricted, `media`, `text` and
   * `provenance` of its results are `null`.
   */
  readonly summary: Omit<TaskSummary, "raw"> | null;
  /** In ascending order of their start; `[]` for media without a duration. */
  readonly segments: readonly ItemSegment[];
  /** Reviewers' decisions, the latest first. They are kept after a resubmission, but no longer apply. */
  readonly decisions: readonly ReviewerDecision[];
  /** Whether `GET …/media` has a file that it sends. */
  readonly hasMedia: boolean;
};

/** A frame as the desk stores and sends it. The picture of a mask is at `GET …/masks/:position`. */
export type ItemFrame = Omit<Frame, "raw"> & {
  /** The order of arrival, starting at 0. */
  readonly position: number;
};

/** A project that accepts submissions. */
export type DeskProject = {
  readonly name: string;
  /** One sentence for the page. */
  readonly description: string;
  /** The tags of its policy. */
  readonly tags: readonly string[];
  /** The kinds of content that it accepts. */
  readonly accepts: readonly ItemSource["kind"][];
  /** Whether the vision language model judges the content, by a prompt policy that moderators edit on the page. */
  readonly hasPolicyText: boolean;
  /** Whether reviewers label the content, so that a result may take hours. */
  readonly isLabeling: boolean;
  /** The page where reviewers answer; `null` if the desk does not know it. */
  readonly consoleUrl: string | null;
};

/** `GET /api/projects/:project/policy`: the latest version, and with `/versions/:version`, any. */
export type PolicyVersion = {
  /** Counts from 1. */
  readonly version: number;
  /** Instructions, then the categories: see the README. */
  readonly text: string;
  /** ISO 8601. */
  readonly savedOn: string;
};

/** `PUT /api/projects/:project/policy`. If `basedOn` is not the latest version, the desk responds with HTTP 409. */
export type PolicyUpdate = {
  readonly text: string;
  /** The version that was edited. */
  readonly basedOn: number;
};

/** `POST /api/items/:id/trials`, with the text of a policy: the verdict on the item. Nothing is stored. */
export type PolicyTrial = { readonly verdict: Verdict; readonly tokens: TokenCount | null };

/** `GET /api/desk`. */
export type DeskInfo = {
  readonly projects: readonly DeskProject[];
  readonly maxUploadBytes: number;
  /** The maximum length of a text, in code points. Letters and most emoji are one code point each. */
  readonly maxTextCharacters: number;
  /** The maximum length of a policy text, in code points. */
  readonly maxPolicyCharacters: number;
  /** File names below `/demo/`. */
  readonly demoFiles: readonly string[];
  /** Whether submissions are billed. */
  readonly isLive: boolean;
};

/** `GET /api/items?decision=&class=&tag=&project=&state=&before=`: at most 50 items, the latest first. */
export type ItemPage = {
  readonly items: readonly Item[];
  /** The value of `before` for the next page; `null` on the last page. */
  readonly next: string | null;
};

/** The events of `GET /api/items/:id/events` by name: stored frames first, then updates, then `end`. */
export type ItemEvents = {
  /** Frames in order, starting with the first frame of the item. */
  readonly frames: readonly ItemFrame[];
  /** The item's state, verdict or charge has changed. */
  readonly item: ItemDetail;
  /** The item is finished; no more events follow. */
  readonly end: Record<string, never>;
};

/** The events of `GET /api/events` by name: changes to the list from now on. */
export type ListEvents = {
  readonly item: Item;
  readonly deleted: { readonly id: string };
};

/** The body of every error response (HTTP status 400 and above). */
export type DeskError = { readonly kind: string; readonly message: string };
