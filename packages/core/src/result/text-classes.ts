/**
 * The classes of Hive's text moderation model. Each has
 *
 * - `name`: the name as in Hive's responses;
 * - `levels`: the possible severities, ascending, from 0 for none to 3 for the most severe. Most classes have four;
 *   `[0, 3]` is a class that is either absent or present. A score of -1 is not a level: the class is not supported for
 *   the language;
 * - `evidence`: the source of name and levels. `live`: a published response. `documented`: Hive's pages.
 *   `third party`: other clients only; four levels are assumed, except for the two classes about minors, which such a
 *   client defines as 0 or 3.
 *
 * A project returns the classes that it supports for the language. A class that is not in this table is unknown, not
 * harmless.
 *
 * Source: Hive's page "Using Text Moderation API" (read 2026-11-24), a published live response of 2021, and public
 * clients.
 */
export const TEXT_CLASSES = [
  { name: "sexual", levels: [0, 1, 2, 3], evidence: "live" },
  { name: "hate", levels: [0, 1, 2, 3], evidence: "live" },
  { name: "violence", levels: [0, 1, 2, 3], evidence: "live" },
  { name: "bullying", levels: [0, 1, 2, 3], evidence: "live" },
  { name: "spam", levels: [0, 3], evidence: "live" },
  { name: "drugs", levels: [0, 1, 2, 3], evidence: "documented" },
  { name: "weapons", levels: [0, 1, 2, 3], evidence: "documented" },
  { name: "self_harm", levels: [0, 1, 2, 3], evidence: "documented" },
  { name: "child_exploitation", levels: [0, 3], evidence: "documented" },
  { name: "gibberish", levels: [0, 3], evidence: "documented" },
  { name: "promotions", levels: [0, 3], evidence: "documented" },
  { name: "phone_number", levels: [0, 3], evidence: "documented" },
  { name: "self_harm_intent", levels: [0, 1, 2, 3], evidence: "third party" },
  { name: "sexual_description", levels: [0, 1, 2, 3], evidence: "third party" },
  { name: "violent_description", levels: [0, 1, 2, 3], evidence: "third party" },
  { name: "child_safety", levels: [0, 1, 2, 3], evidence: "third party" },
  { name: "minor_implicitly_mentioned", levels: [0, 3], evidence: "third party" },
  { name: "minor_explicitly_mentioned", levels: [0, 3], evidence: "third party" },
  { name: "redirection", levels: [0, 1, 2, 3], evidence: "third party" },
] as const;

/** A known class of Hive's text moderation model. Hive may return others, because it adds classes. */
export type TextClassName = (typeof TEXT_CLASSES)[number]["name"];
