import type { CallOptions } from "../client/call-options.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import type { Policy } from "../policy/policy.ts";
import type { Verdict } from "../policy/verdict.ts";
import type { Submission } from "../submission/submission.ts";
import type { HiveTelemetry } from "../transport/telemetry.ts";
import type { PanelMemberResult } from "./panel-verdict.ts";

/** The parts of an item that a member takes: its media (or the URL of its media), its text, or both together. */
export type PanelParts = "media" | "text" | "both";

/** The method of `HiveClient` that a panel calls. A wrapper of a client needs only this method. */
export interface PanelClient {
  /** Submits and streams the frames of the result, as `HiveClient.frames` does. */
  frames(submission: Submission, options?: CallOptions): FrameStream;
}

/** The options that every member has. */
export type PanelMemberOptions = {
  /**
   * Whether the member always gives its complete answer, even after another member has blocked the item. Otherwise, the
   * panel cancels the member then, unless it has tags. A member that goes first may still prevent the question; see
   * `first`.
   *
   * @defaultValue `false`
   */
  readonly always?: boolean | undefined;
  /**
   * Whether the panel asks this member before all others, alone, and asks the others only if its verdict is `allow`.
   * For members that search for child sexual abuse material. Several such members are asked one after another.
   *
   * @defaultValue `true` if the policy has a condition on hash matches or on the class `csam`; then it cannot be `false`
   */
  readonly first?: boolean | undefined;
  /**
   * The deadline of this member, in milliseconds from when the panel asks it. Range: 1 to 2 147 483 647. For a client,
   * it replaces the client's own deadline.
   *
   * @defaultValue the deadline of the panel; for a client, also the client's own
   */
  readonly timeoutMs?: number | undefined;
};

/** A member that submits to a Hive project and applies a policy to the result. */
export type PanelClientMember = PanelMemberOptions & {
  /** The client of the project: a `HiveClient`, or a wrapper of one. */
  readonly client: PanelClient;
  /** The policy. If it has tags, a block of another member does not cancel this one before all its tags are settled. */
  readonly policy: Policy;
  /**
   * The parts of an item that the project accepts.
   *
   * @defaultValue `"text"` if the policy names classes, levels or hits of texts; `"media"` if it names other known
   * classes, boxes or hash matches. Required for any other policy, for example with both. Set it to `"media"` if the
   * project judges the words in media, such as speech.
   */
  readonly takes?: PanelParts | undefined;
  /** Options of each call, such as `params` or `retry`. @defaultValue none */
  readonly options?: Omit<CallOptions, "signal" | "timeoutMs"> | undefined;
  /** Not allowed together with a client. */
  readonly judge?: undefined;
  /** Not allowed together with a client: the policy defines the tags. */
  readonly tags?: undefined;
};

/** A member with a function of its own, such as a list of blocked hashes or another model. */
export type PanelJudgeMember = PanelMemberOptions & {
  /**
   * Judges an item. It receives only the parts that the member takes. If it throws or returns something other than a
   * verdict, the member has failed.
   *
   * @param options - `signal` aborts when the panel no longer needs the verdict.
   */
  readonly judge: (item: Submission, options: { readonly signal: AbortSignal }) => Promise<Verdict>;
  /** The parts of an item that the function accepts. */
  readonly takes: PanelParts;
  /** The tags that a verdict may have. If there are any, a block of another member does not cancel this one. */
  readonly tags?: readonly string[] | undefined;
  /** Not allowed together with a function. */
  readonly client?: undefined;
  /** Not allowed together with a function. */
  readonly policy?: undefined;
  /** Not allowed together with a function. */
  readonly options?: undefined;
};

/** A member of a panel: a client with a policy, or a function. */
export type PanelMember = PanelClientMember | PanelJudgeMember;

/** The options of a panel. */
export type PanelOptions<Name extends string = string> = {
  /** The members by name, at least one. A name is not empty and contains no dot. */
  readonly members: Readonly<Record<Name, PanelMember>>;
  /**
   * The deadline of a verdict, in milliseconds. Members without an answer at that time have failed, and the others
   * decide, but never `allow`. Range: 1 to 2 147 483 647.
   *
   * @defaultValue 300 000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Whether results contain the tasks, with all their frames. With `false`, the memory does not grow with the length of
   * a video.
   *
   * @defaultValue `true`
   */
  readonly keepTasks?: boolean | undefined;
  /**
   * Receives each verdict of the panel. The calls of the members are reported to the `telemetry` of their clients.
   */
  readonly telemetry?: HiveTelemetry | undefined;
};

/** The options of one verdict. */
export type PanelCallOptions<Name extends string = string> = {
  /** Aborts all members. The call then throws the signal's reason. Requests in flight may still be billed. */
  readonly signal?: AbortSignal | undefined;
  /** The deadline of this verdict, in milliseconds. @defaultValue the panel's */
  readonly timeoutMs?: number | undefined;
  /** Called once for each member, as soon as its result is final. Its errors are ignored. */
  readonly onMember?: ((name: Name, result: PanelMemberResult) => void) | undefined;
};
