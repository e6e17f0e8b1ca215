/** How much of a reply is held at a time. What is over a limit is a `HiveDecodeError`, after the frames that were whole. */
export type FrameLimits = {
  /**
   * The most characters of JSON in one frame, white space around it included, counted in UTF-16 code units; `null` for as many as the
   * runtime can hold in one text. Below some 40 000, frames are read one by one, which takes twice as long.
   * @defaultValue 67 108 864 (64 Mi)
   */
  readonly frameCharacters?: number | null | undefined;
  /**
   * The most characters of JSON beside the frames of one reply, counted in UTF-16 code units; `null` for as many as the runtime can hold in one text.
   * @defaultValue 67 108 864 (64 Mi)
   */
  readonly envelopeCharacters?: number | null | undefined;
};
