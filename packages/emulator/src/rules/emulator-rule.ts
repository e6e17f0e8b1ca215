/**
 * A text with `*` for any characters, in any case, that must fit the whole; or, in code, a regular expression that must fit somewhere.
 */
export type EmulatorPattern = string | RegExp;

/** For which submissions a rule answers: all that is given must fit, and something must be given. */
export type EmulatorRuleMatch = {
  /** The key of the project. */
  readonly project?: string | undefined;
  /** The name of the upload, or the last part of the URL's path. */
  readonly name?: EmulatorPattern | undefined;
  /** The URL, with its query. */
  readonly url?: EmulatorPattern | undefined;
  /** The text, also v1's beside a media. */
  readonly text?: EmulatorPattern | undefined;
  /** Words of which the text must have one, whole and in any case. */
  readonly words?: readonly string[] | undefined;
  /** The SHA-256 of the file or of the text, in hexadecimal. */
  readonly sha256?: string | undefined;
  /** v2's metadata. */
  readonly metadata?: EmulatorPattern | undefined;
};

/** What is to be seen in a part of a media. */
export type EmulatorRuleFrames = {
  /** The first second that shows it. @defaultValue 0 */
  readonly fromSeconds?: number | undefined;
  /** The second at which it is no longer to be seen: a frame at that very time is not part of it. @defaultValue the end */
  readonly toSeconds?: number | undefined;
  /** Scores by class, 0 to 1. The other classes of the same head share what is left. */
  readonly classes: Readonly<Record<string, number>>;
};

/** What to answer to certain submissions. The first rule that fits answers; of rules with `words` all that fit count, the worst level first. */
export type EmulatorRule = {
  /** For what. */
  readonly match: EmulatorRuleMatch;
  /** For media: scores by class in every frame. For text: levels 0 to 3, or -1 for a class that the language does not have. */
  readonly classes?: Readonly<Record<string, number>> | undefined;
  /** For media: scores in some of its frames. Of two parts that name classes of one head for the same frame, and of `classes` and a part, the later one alone counts for that head. */
  readonly frames?: readonly EmulatorRuleFrames[] | undefined;
  /** For labeling: what people answer. */
  readonly labels?: readonly string[] | undefined;
  /** For rules with `words`: the `type` of the finds in `text_filters`, such as `profanity`. @defaultValue no find */
  readonly filter?: string | undefined;
  /** For text: its language, such as `EN`; `UNSUPPORTED` for one that the model does not know. */
  readonly language?: string | undefined;
  /** Fails the task with this one of Hive's task codes, such as `"3300"`. */
  readonly taskCode?: string | undefined;
};
