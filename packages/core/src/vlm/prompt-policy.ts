/** A category of a prompt policy. */
export type PromptCategory = {
  /**
   * What belongs to the category, and what does not if that is not obvious, in plain language. The model reads it. Not
   * empty.
   */
  readonly description: string;
  /** The decision on content that belongs to the category. */
  readonly decision: "block" | "review";
};

/** A policy in plain language: the vision language model answers which categories apply, and Hivekit decides. */
export type PromptPolicy = {
  /** Where the content appears and who sees it: `A forum for students.` Never put user content here. Not empty. */
  readonly instructions: string;
  /**
   * The categories by name. A name starts with a letter and contains only letters `a` to `z`, digits and `_`, up to 64
   * characters. The model reads the names, too.
   */
  readonly categories: Readonly<Record<string, PromptCategory>>;
  /**
   * Whether the model first explains its answers in a sentence or two, which costs tokens. The explanation may quote
   * the content. It is part of `raw` and `text` of the answers that `onAnswer` receives, and never of a verdict.
   * @defaultValue `false`
   */
  readonly explain?: boolean | undefined;
};
