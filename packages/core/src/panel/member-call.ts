import { HiveClosedError } from "../error/hive-closed-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { isCsamReason } from "../policy/csam-conditions.ts";
import type { Submission } from "../submission/submission.ts";
import { MAY_BE_BILLED, openScope } from "../transport/call-scope.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import type { Answer, AskContext, Member } from "./member.ts";
import type { PanelMemberResult } from "./panel-verdict.ts";

/** The errors that a call throws before anything is sent. */
const UNSENT_KINDS: ReadonlySet<string> = new Set(["config", "input", "budget"]);

/**
 * How long a member may read on when a block is settled and its tags are, too, in milliseconds. The rest of a short
 * result has usually arrived by then, with the charge. A long video would take longer, and the verdict must not wait
 * for it.
 */
const REST_MS = 250;

/** What a call reports to the verdict that it belongs to. */
export type CallListener = {
  /** The decision of the member is `block`, and nothing can change it. */
  readonly onBlock: (call: MemberCall) => void;
  /** No other member may see the item. */
  readonly onRestricted: (call: MemberCall) => void;
  /** The result is final. */
  readonly onResult: (call: MemberCall, result: PanelMemberResult) => void;
};

/** One question to one member about one item. */
export class MemberCall {
  /** The name of the result: that of the member, or that of the item and the member. */
  readonly key: string;
  readonly member: Member;
  /** The parts of the item that the member takes; `null` if the item has none of them. */
  readonly submission: Submission | null;
  /** Whether members that a block does not cancel wait for this one. */
  readonly #isAwaited: boolean;
  readonly #scope = openScope({ signals: [] });
  readonly #attempts: AttemptInfo[] = [];
  #hasStarted = false;
  /** Set when the call ends. */
  #result: PanelMemberResult | null = null;
  /** Set when the panel cancels the call. */
  #cancellation: HiveClosedError | null = null;
  /** Set when the member reports that a part of its answer is settled. */
  #answerSoFar: (() => Answer) | null = null;
  /** Set when the answer so far is enough: the own decision is to block, or all tags hold after another block. */
  #isEnough = false;
  /** Set when this or another member has decided to block. */
  #isBlocked = false;
  /** Set when all tags hold for certain; from the start if there are none. */
  #hasAllTags: boolean;
  /** Set when the rest of the answer cannot change the verdict any more; cleared at the end of the call. */
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  /** Set if no other member may see the item. */
  #isRestricted = false;
  #chargeUsd: number | null = null;

  constructor(
    key: string,
    question: {
      readonly member: Member;
      readonly submission: Submission | null;
      readonly isAwaited: boolean;
    },
  ) {
    this.key = key;
    this.member = question.member;
    this.submission = question.submission;
    this.#isAwaited = question.isAwaited;
    this.#hasAllTags = question.member.tags.length === 0;
  }

  /** The final result; `null` until there is one. */
  get result(): PanelMemberResult | null {
    return this.#result;
  }

  /** Whether the member reports that the item may be child sexual abuse material. */
  get isRestricted(): boolean {
    return this.#isRestricted;
  }

  /** Whether the item may be sent to the members that are asked after this one. */
  get isClear(): boolean {
    if (this.submission === null) return true;
    const verdict = this.#result?.verdict;
    // The condition on such material may be that of a tag.
    return verdict?.decision === "allow" && verdict.unknownTags.length === 0 && !this.#isRestricted;
  }

  /** The charge; `isComplete` is `false` if it may be higher. */
  get charge(): { readonly knownUsd: number; readonly isComplete: boolean } {
    const knownUsd = this.#chargeUsd ?? 0;
    if (!this.#hasStarted) return { knownUsd, isComplete: true };
    // A retry after an unknown outcome may be a second charge.
    const hasUnknownAttempt = this.#attempts.some(({ mayBeBilled, error }) => mayBeBilled && error !== null);
    const state = this.#result?.state;
    const isComplete =
      state === "judged" ? this.#chargeUsd !== null : state === "failed" && this.#isUnbilled();
    return { knownUsd, isComplete: isComplete && !hasUnknownAttempt && this.member.hasKnownCharges };
  }

  /** Asks the member. Resolves when there is a result, and never rejects. */
  async ask(listener: CallListener): Promise<void> {
    if (this.#result !== null) return;
    if (this.submission === null) return this.#end(NOT_APPLICABLE, listener);
    if (this.#cancellation !== null || this.#scope.signal.aborted) {
      return this.#endWithError(this.#scope.signal.reason, listener);
    }
    this.#hasStarted = true;
    const { timeoutMs } = this.member;
    const timer = timeoutMs === null ? undefined : setTimeout(() => this.timeOut(timeoutMs), timeoutMs);
    try {
      const work = this.member.ask(this.submission, this.#createContext(listener));
      const answer = await this.#scope.race(work).catch((error: unknown) => {
        // Nothing can change a settled decision, not even the loss of the connection.
        if (!this.#isEnough || this.#answerSoFar === null) throw error;
        return this.#answerSoFar();
      });
      this.#endWithAnswer(answer, listener);
    } catch (error) {
      this.#endWithError(error, listener);
    } finally {
      clearTimeout(timer);
      clearTimeout(this.#restTimer);
    }
  }

  /** Cancels the call, unless it has ended. @param why - The rest of a sentence about the member. */
  cancel(why: string): void {
    if (this.#result !== null) return;
    this.#cancellation ??= new HiveClosedError(`The panel canceled the member "${this.key}" because ${why}.`);
    this.#scope.abort(this.#cancellation);
  }

  /** Handles a block of another member: cancels the call, unless its verdict or its tags are needed. */
  stopAfterBlock(by: string): void {
    if (this.member.isAlways || this.#isAwaited) return;
    if (this.member.tags.length === 0) return this.cancel(`the decision of "${by}" is block`);
    this.#isBlocked = true;
    this.#limitRest();
  }

  /** Ends the call because a deadline has passed. */
  timeOut(timeoutMs: number): void {
    const billing = this.#hasStarted ? MAY_BE_BILLED : "";
    const message = `The member "${this.key}" had no verdict at the deadline of ${timeoutMs} ms${billing}.`;
    this.abort(new HiveTimeoutError(message, { limit: "deadline", timeoutMs }));
  }

  /** Ends the call with an error. */
  abort(reason: unknown): void {
    this.#scope.abort(reason);
  }

  #createContext(listener: CallListener): AskContext {
    const { signal } = this.#scope;
    return {
      signal,
      onAttempt: (attempt) => this.#attempts.push(attempt),
      onBlock: (answerSoFar) => {
        this.#answerSoFar = answerSoFar;
        this.#isEnough = true;
        this.#isBlocked = true;
        if (!signal.aborted) listener.onBlock(this);
        this.#limitRest();
      },
      onAllTags: (answerSoFar) => {
        this.#answerSoFar = answerSoFar;
        this.#hasAllTags = true;
        this.#limitRest();
      },
      onRestricted: () => this.#restrict(listener),
    };
  }

  /** Limits the time for the rest of the answer if it cannot change the verdict of the panel. */
  #limitRest(): void {
    const isUseless = this.#isBlocked && this.#hasAllTags && this.#answerSoFar !== null;
    if (!isUseless || this.member.isAlways || this.#result !== null) return;
    this.#isEnough = true;
    const reason = new HiveClosedError("The rest of the answer cannot change the verdict.");
    this.#restTimer ??= setTimeout(() => this.#scope.abort(reason), REST_MS);
  }

  #restrict(listener: CallListener): void {
    if (this.#isRestricted) return;
    this.#isRestricted = true;
    listener.onRestricted(this);
  }

  #endWithAnswer({ verdict, task, chargeUsd }: Answer, listener: CallListener): void {
    this.#chargeUsd = chargeUsd;
    const tagReasons = (verdict.tags ?? []).flatMap(({ reasons }) => reasons);
    if ([...verdict.reasons, ...tagReasons].some(isCsamReason)) this.#restrict(listener);
    if (verdict.decision === "block") listener.onBlock(this);
    this.#end({ state: "judged", verdict, task, error: null }, listener);
  }

  #endWithError(error: unknown, listener: CallListener): void {
    const state = this.#cancellation !== null && error === this.#cancellation ? "cancelled" : "failed";
    this.#end({ state, verdict: null, task: null, error }, listener);
  }

  #end(result: PanelMemberResult, listener: CallListener): void {
    this.#result = result;
    listener.onResult(this, result);
  }

  /** Checks whether a failure certainly cost nothing. */
  #isUnbilled(): boolean {
    const error = this.#result?.error;
    if (!isHiveError(error)) return false;
    if (UNSENT_KINDS.has(error.kind)) return true;
    // The client has reported each attempt, and rules out a charge for each of them.
    const isRejection = error.kind === "http" || error.kind === "network";
    return (
      isRejection && this.#attempts.length > 0 && this.#attempts.every(({ mayBeBilled }) => !mayBeBilled)
    );
  }
}

const NOT_APPLICABLE: PanelMemberResult = { state: "notApplicable", verdict: null, task: null, error: null };
