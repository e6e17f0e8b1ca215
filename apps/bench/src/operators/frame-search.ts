/** The result of a search. */
export type SearchResult = {
  /** The number of frames above a threshold. */
  passed: number;
  segments: number;
  /** The total duration of the segments. */
  seconds: number;
};

/** A search for frames above a threshold and for segments, with the same rules for all classes. */
export type FrameSearch = {
  /** Classes that every frame has. */
  readonly classes: readonly string[];
  /** The threshold. */
  readonly minScore: number;
  readonly rule: {
    readonly enter: number;
    readonly leave: number;
    readonly minSeconds: number;
    readonly gapSeconds: number;
  };
};
