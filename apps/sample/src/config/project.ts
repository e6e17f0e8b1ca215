import type { Policy } from "@hivekit/core/policy";
import type { HiveProjectOptions } from "@hivekit/nestjs";
import type { SegmentRules } from "@hivekit/rxjs";
import type { DeskProject } from "../../api/desk-api.ts";

/**
 * A Hive project that the desk submits to: its description for the page, its client options and the rules for its
 * results.
 */
export type Project = Omit<DeskProject, "tags" | "hasPolicyText"> & {
  /** The client options, such as the API key and the API generation. */
  readonly options: Omit<HiveProjectOptions, "callbacks">;
  /**
   * If set, the desk submits asynchronously, and Hive posts the results to this app. Requires v2, and only {@link
   * CALLBACK_PROJECT} may use it. If `null`, the desk reads frames as they arrive.
   */
  readonly callbacks: {
    /** The URL at which Hive reaches this app; `null` for the URL that it listens on. */
    readonly publicUrl: string | null;
    /** Signs the callback URLs. */
    readonly secret: string;
  } | null;
  /**
   * If set, the vision language model judges the content, and this is the first version of the policy text. `options`
   * then need a key of v3. If `null`, `policy` decides.
   */
  readonly policyText: string | null;
  /** The policy that decides on frames and labels; `{}` if the project has a policy text. */
  readonly policy: Policy;
  /** The rules for the bars of the timeline; `null` for no bars. */
  readonly segments: SegmentRules | null;
};

/** The name of the only project that may use callbacks. */
export const CALLBACK_PROJECT = "labeling";

/** Creates rules for the timeline: a bar for each class while its score is at least `enter`. */
export function createSegmentRules(classes: readonly string[], enter: number): SegmentRules {
  return Object.fromEntries(classes.map((name) => [name, { enter }]));
}
