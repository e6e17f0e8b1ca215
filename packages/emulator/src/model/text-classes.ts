/**
 * The classes of the text model: the five classes of a live project of 2021 in its order, then the classes of newer
 * pages and clients in an order of the emulator's own.
 * Source: reference/hive-api.md, section 5.3.
 */
export const TEXT_CLASSES: readonly string[] = [
  "spam",
  "sexual",
  "hate",
  "violence",
  "bullying",
  "drugs",
  "weapons",
  "self_harm",
  "self_harm_intent",
  "child_exploitation",
  "child_safety",
  "minor_implicitly_mentioned",
  "minor_explicitly_mentioned",
  "sexual_description",
  "violent_description",
  "gibberish",
  "phone_number",
  "promotions",
  "redirection",
];

/** The classes that only have the levels 0 and 3. Source: as above. */
export const TWO_LEVEL_CLASSES: ReadonlySet<string> = new Set([
  "child_exploitation",
  "gibberish",
  "spam",
  "promotions",
  "phone_number",
]);
