/** A category of a prompt policy. */
export type PromptCategory = {
  /**
   * What belongs to the category, in plain words, with what does not belong to it if that is not obvious. The model reads
   * it. Not empty.
   */
  readonly description: string;
  /** The decision on content that belongs to the category. */
  readonly decision: "block" | "review";
};

/** A policy in words: the vision language model says which categories apply, and Hivekit decides. */
export type PromptPolicy = {
  /** The place and the audience of the content: `A forum for students.` Never put content of users here. Not empty. */
  readonly instructions: string;
  /**
   * The categories by name. A name starts with a letter and contains only letters `a` to `z`, digits and `_`, up to 64
   * characters. The model reads the names, too.
   */
  readonly categories: Readonly<Record<string, PromptCategory>>;
  /**
   * Whether the model first explains its answers in a sentence or two, which costs tokens. The explanation may quote the
   * content. It is in `raw` and `text` of the answers that `onAnswer` receives, and never in a verdict.
   * @defaultValue `false`
   */
  readonly explain?: boolean | undefined;
};
