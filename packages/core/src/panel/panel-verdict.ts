import type { Decision, TagResult, Verdict } from "../policy/verdict.ts";
import type { Task } from "../result/task.ts";

/** The result of one member of a panel. */
export type PanelMemberResult = {
  /**
   * - `judged`: the member has a verdict.
   * - `notApplicable`: the item lacks the parts that the member takes. The member does not count.
   * - `failed`: the member threw an error or timed out. It counts as `unknown`.
   * - `cancelled`: the panel canceled or never asked the member, because another one blocked the item, or because a
   *   member that goes first did not allow it. It counts as `unknown`.
   */
  readonly state: "judged" | "notApplicable" | "failed" | "cancelled";
  /** The verdict of the member; `null` unless its state is `judged`. */
  readonly verdict: Verdict | null;
  /**
   * The complete task. `null` for functions, without a verdict, with `keepTasks: false`, and if the panel stopped
   * reading the result after a block.
   */
  readonly task: Task | null;
  /** The error of a member that failed, or the reason why it was canceled; otherwise `null`. */
  readonly error: unknown;
};

/** The verdict of a panel on one item, or on several items of a post. */
export type PanelVerdict<Name extends string = string> = {
  /**
   * The strictest decision of all members: `block`, then `review`, then `unknown`, then `allow`. It is not `allow` if a
   * part of an item has no member, or a member reports that an item may be child sexual abuse material.
   */
  readonly decision: Decision;
  /** The tags that hold for at least one member, with the reasons of all members. */
  readonly tags: readonly TagResult[];
  /**
   * The tags that hold for no member and that are unknown for at least one: it could not evaluate them, failed, or was
   * canceled.
   */
  readonly unknownTags: readonly string[];
  /** The results of all members by name; with `judgeAll`, by item and member: `avatar.visual`. */
  readonly members: Readonly<Record<Name, PanelMemberResult>>;
  /** The charge for this verdict. */
  readonly charge: {
    /** The sum of the charges that the responses report, in US dollars, rounded to 7 decimals. */
    readonly knownUsd: number;
    /**
     * Whether that is everything. `false` if a member may have been billed for an unknown amount: a response without a
     * charge (v3, CSAM detection), a function, a failure that may be billed, a member that was canceled after it was
     * asked, or a result that was not read to its end.
     */
    readonly isComplete: boolean;
  };
};
