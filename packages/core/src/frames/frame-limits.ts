/** How much of a reply is held at a time. What is over a limit is a `HiveDecodeError`, after the frames that were whole. */
export type FrameLimits = {
  /**
   * The most characters of JSON in one frame, counted in UTF-16 code units; `null` for any number.
   * @defaultValue 67 108 864 (64 Mi)
   */
  readonly frameCharacters?: number | null | undefined;
  /**
   * The most characters of JSON beside the frames of one reply, counted in UTF-16 code units; `null` for any number.
   * @defaultValue 67 108 864 (64 Mi)
   */
  readonly envelopeCharacters?: number | null | undefined;
};
