import type { Verdict } from "../policy/verdict.ts";
import type { Task } from "../result/task.ts";
import type { Submission } from "../submission/submission.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import type { PanelParts } from "./panel-options.ts";

/** A checked member with all defaults applied. */
export type Member = {
  readonly name: string;
  readonly takes: PanelParts;
  /** Whether it is asked before the others; see `PanelMember`. */
  readonly isFirst: boolean;
  /** Whether it gives its complete answer, even after a block. */
  readonly isAlways: boolean;
  /** The tags that its verdict may have. */
  readonly tags: readonly string[];
  /** Whether its answers and the errors of its client say what it costs. */
  readonly hasKnownCharges: boolean;
  /** `null` for the deadline of the panel. */
  readonly timeoutMs: number | null;
  /** Asks the member. Must stop when the context's signal aborts. */
  readonly ask: (submission: Submission, context: AskContext) => Promise<Answer>;
};

/** The answer of a member. */
export type Answer = {
  readonly verdict: Verdict;
  readonly task: Task | null;
  /** In US dollars; `null` if it is not known. */
  readonly chargeUsd: number | null;
};

/** What a member reports while it answers. */
export type AskContext = {
  /** Aborts when the answer is no longer needed. */
  readonly signal: AbortSignal;
  /**
   * Reports a decision to block that nothing can change. If the member does not answer after that, for example because
   * its connection is lost, `answerSoFar` returns its answer.
   */
  readonly onBlock: (answerSoFar: () => Answer) => void;
  /** Reports that all tags of the member hold for certain. After a block, `answerSoFar` returns its answer. */
  readonly onAllTags: (answerSoFar: () => Answer) => void;
  /** Reports that no other member may see the item, because it may be child sexual abuse material. */
  readonly onRestricted: () => void;
  /** Reports an attempt of the client. */
  readonly onAttempt: (attempt: AttemptInfo) => void;
};
