/**
 * A string that must match the complete value, ignoring case; `*` matches any characters. In code, it can also be a
 * regular expression, which may match any part of the value.
 */
export type EmulatorPattern = string | RegExp;

/** The submissions to which a rule applies. All given properties must match; at least one is required. */
export type EmulatorRuleMatch = {
  /** The key of the project. @defaultValue any project */
  readonly project?: string | undefined;
  /** The file name of the upload, or the last segment of the URL's path. @defaultValue any name */
  readonly name?: EmulatorPattern | undefined;
  /** The URL of the media, including its query. @defaultValue any URL, or none */
  readonly url?: EmulatorPattern | undefined;
  /**
   * The submitted text, including the text that accompanies a media file in v1. For the vision language model: the
   * judged text, or the instruction if there is none.
   *
   * @defaultValue any text, or none
   */
  readonly text?: EmulatorPattern | undefined;
  /**
   * The text must contain at least one of these words, as a whole word, ignoring case.
   *
   * @defaultValue any text, or none
   */
  readonly words?: readonly string[] | undefined;
  /** The SHA-256 hash of the file or the text: 64 hexadecimal digits. @defaultValue any content */
  readonly sha256?: string | undefined;
  /** The metadata of a v2 submission. @defaultValue any metadata, or none */
  readonly metadata?: EmulatorPattern | undefined;
};

/** The edges of a box, in pixels from the top left corner of the image. */
export type EmulatorBox = {
  /** The left edge, in pixels from the left of the image. */
  readonly left: number;
  /** The top edge, in pixels from the top of the image. */
  readonly top: number;
  /** The right edge, in pixels from the left of the image; greater than `left`. */
  readonly right: number;
  /** The bottom edge, in pixels from the top of the image; greater than `top`. */
  readonly bottom: number;
};

/** The part of a video or GIF in which something is visible. */
export type EmulatorTimes = {
  /** The start in seconds, 0 or more. @defaultValue 0 */
  readonly fromSeconds?: number | undefined;
  /**
   * The end in seconds, greater than `fromSeconds`. A frame at exactly this time is not included.
   *
   * @defaultValue the end of the media
   */
  readonly toSeconds?: number | undefined;
};

/** A logo that the logo model finds. */
export type EmulatorLogo = EmulatorTimes & {
  /** The class, such as `example_brand`. The replies have no score for it. */
  readonly class: string;
  /** The name of the brand. @defaultValue the class */
  readonly label?: string | undefined;
  /** The position in the image. @defaultValue the whole image */
  readonly box?: EmulatorBox | undefined;
  /** How clearly the logo is visible, 0 to 1. @defaultValue 1 */
  readonly clarity?: number | undefined;
  /** The objects on which the logo appears, such as a car. @defaultValue none */
  readonly locations?:
    | readonly {
        /** The object. */
        readonly label: string;
        /** Its score, 0 to 1. @defaultValue 0.99 */
        readonly score?: number | undefined;
      }[]
    | undefined;
};

/** A face that the celebrity model finds. */
export type EmulatorFace = EmulatorTimes & {
  /** The name of the person. @defaultValue none: the reply has `No Match` without a score */
  readonly name?: string | undefined;
  /** The score of the name, 0 to 1. @defaultValue 0.99 */
  readonly score?: number | undefined;
};

/** A block of text that the OCR models find. */
export type EmulatorTextBlock = EmulatorTimes & {
  /** The text, one or more words. The OCR moderation model judges it as the text model would. */
  readonly text: string;
  /** The position in the image. @defaultValue a line of its own, below the earlier blocks */
  readonly box?: EmulatorBox | undefined;
  /** The score of its words, 0 to 1. @defaultValue 0.99 */
  readonly score?: number | undefined;
};

/** A word of a transcript. */
export type EmulatorSpokenWord = {
  /** The word. */
  readonly text: string;
  /** The start in seconds, 0 or more. @defaultValue words are spread evenly over the file */
  readonly startSeconds?: number | undefined;
  /** The score, 0 to 1. @defaultValue 0.99 */
  readonly score?: number | undefined;
  /** Less likely words, each with its score from 0 to 1. @defaultValue none */
  readonly alternatives?:
    | readonly {
        /** The word. */
        readonly text: string;
        /** Its score, 0 to 1. */
        readonly score: number;
      }[]
    | undefined;
};

/** The words in an audio file or a video. */
export type EmulatorTranscript = {
  /**
   * The complete text; may be empty. The speech moderation model judges each of its sentences as the text model would.
   */
  readonly text: string;
  /** The words with their times. @defaultValue the words of `text` */
  readonly words?: readonly EmulatorSpokenWord[] | undefined;
};

/** A match of CSAM detection. It imitates only the structure of a result: no hashes are compared. */
export type EmulatorHashMatch = {
  /** The types of the match: `CSAM`, `SE` or others. @defaultValue `["CSAM"]` */
  readonly types?: readonly string[] | undefined;
  /** For a video: the scenes that match, in addition to the complete file. @defaultValue none */
  readonly scenes?:
    | readonly {
        /** The start in seconds, 0 or more. */
        readonly startSeconds: number;
        /** The end in seconds, greater than `startSeconds`. */
        readonly endSeconds: number;
      }[]
    | undefined;
};

/** The result for some of the frames of an image, GIF or video. */
export type EmulatorRuleFrames = EmulatorTimes & {
  /** Scores by class, 0 to 1. The other classes of the same head share the rest. */
  readonly classes: Readonly<Record<string, number>>;
};

/**
 * The result for certain submissions. The first matching rule applies. Rules with `words` apply only to texts, labeling
 * and the vision language model. For a text, all matching ones apply in addition, and each class gets its highest
 * level. For labeling and the vision language model, the first one applies if no other rule matches.
 *
 * A rule needs at least one property besides `match`.
 */
export type EmulatorRule = {
  /** The submissions to which the rule applies. */
  readonly match: EmulatorRuleMatch;
  /**
   * For media: scores by class in every frame, 0 to 1. For text, transcripts and text blocks: levels by class, 0 to 3,
   * or -1 for a class that is not supported in the language.
   *
   * @defaultValue benign scores; level 0
   */
  readonly classes?: Readonly<Record<string, number>> | undefined;
  /**
   * For media: scores in some of the frames. An element replaces the scores from `classes` and from earlier elements in
   * every head to which one of its classes belongs.
   *
   * @defaultValue none
   */
  readonly frames?: readonly EmulatorRuleFrames[] | undefined;
  /**
   * For the model of AI-generated content: the provenance in the file, as in `algorithmic_tags.c2pa`, in every frame.
   * Hive's keys are `claim_generator`, `actions_software_agent`, `actions_action` and `actions_digital_source_type`.
   *
   * @defaultValue a file without provenance
   */
  readonly c2pa?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /**
   * For the models of speech: the spoken words.
   *
   * @defaultValue a sentence that says that the emulator cannot hear
   */
  readonly transcript?: EmulatorTranscript | undefined;
  /**
   * For the OCR models: the text in the media; may be empty.
   *
   * @defaultValue a block that says that the emulator cannot read
   */
  readonly textBlocks?: readonly EmulatorTextBlock[] | undefined;
  /**
   * For the translation model: the translated text.
   *
   * @defaultValue the target language and the submitted text: `[ES] Example.`
   */
  readonly translation?: string | undefined;
  /** For the CSAM models: makes the media match a list of hashes. @defaultValue no match */
  readonly hashMatch?: EmulatorHashMatch | undefined;
  /** For the logo model: the logos in the media. @defaultValue none */
  readonly logos?: readonly EmulatorLogo[] | undefined;
  /** For the celebrity model: the faces in the media. @defaultValue none */
  readonly faces?: readonly EmulatorFace[] | undefined;
  /**
   * For the vision language model: the text of the answer, verbatim, or the values of properties, wherever they occur
   * in the schema of the request. A rule with values applies only if the schema has at least one of them. A value that
   * the schema does not allow causes an HTTP 400.
   *
   * @defaultValue an answer from the file name, the colors and the text
   */
  readonly answer?: string | Readonly<Record<string, unknown>> | undefined;
  /** For labeling: the labels that answer the task, at least one. @defaultValue none: the task waits for a reviewer */
  readonly labels?: readonly string[] | undefined;
  /** For rules with `words`: the `type` of their hits in `text_filters`, such as `profanity`. @defaultValue no hits */
  readonly filter?: string | undefined;
  /**
   * For text, transcripts and text blocks: the language, such as `EN`; `UNSUPPORTED` for a language that the model does
   * not support.
   *
   * @defaultValue `"EN"`
   */
  readonly language?: string | undefined;
  /**
   * Makes the task fail with one of Hive's task codes: four digits, such as `"3300"`.
   *
   * @defaultValue the task succeeds
   */
  readonly taskCode?: string | undefined;
};
