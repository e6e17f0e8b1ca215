import type { Policy } from "@hivekit/core/policy";
import type { HiveProjectOptions } from "@hivekit/nestjs";
import type { SegmentRules } from "@hivekit/rxjs";
import type { DeskProject } from "../api/desk-api.ts";

/** A Hive project that the desk can submit to: what the page is told of it, how to reach it, and what to make of its results. */
export type Project = DeskProject & {
  /** How its key and generation of the API reach it. */
  readonly options: Omit<HiveProjectOptions, "callbacks">;
  /**
   * Has Hive take submissions on for later, and post the results to this app: v2 only, and only as {@link CALLBACK_PROJECT}. `null`: frames are
   * read as they come.
   */
  readonly callbacks: {
    /** Where Hive reaches this app; `null` for the address that it listens on. */
    readonly publicUrl: string | null;
    /** Signs the addresses that Hive posts to. */
    readonly secret: string;
  } | null;
  /** What its scores lead to. */
  readonly policy: Policy;
  /** What the timeline shows as bars; `null` for none. */
  readonly segments: SegmentRules | null;
};

/** The name of the one project that is answered by callbacks. */
export const CALLBACK_PROJECT = "labeling";

/** Bars for these classes, from this score on. */
export function segmentsOf(classes: readonly string[], enter: number): SegmentRules {
  return Object.fromEntries(classes.map((name) => [name, { enter }]));
}
