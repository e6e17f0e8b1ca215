/** What comes of frames. */
export type Findings = {
  /** How many passed the thresholds. */
  passed: number;
  segments: number;
  /** How long the segments last, in total. */
  seconds: number;
};

/** The least score that passes, and the rule for segments, the same for all classes. */
export type Search = {
  /** Classes that every frame has. */
  readonly classes: readonly string[];
  readonly least: number;
  readonly rule: {
    readonly enter: number;
    readonly leave: number;
    readonly minSeconds: number;
    readonly gapSeconds: number;
  };
};
