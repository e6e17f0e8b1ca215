/**
 * The classes of Hive's text moderation model, each with
 *
 * - `name`: as Hive writes it;
 * - `levels`: the severities it is scored with, ascending, 0 for nothing found and 3 for the worst. Most classes have four;
 *   `[0, 3]` is a class that only says no or yes. A score of -1 is no level: the class is not supported for the language;
 * - `evidence`: how sure name and levels are. `live`: seen in a published reply. `documented`: on Hive's pages. `third party`: in
 *   clients of others only; four levels are assumed for these, except for the two about minors, which such a client calls 0 or 3.
 *
 * A project answers the classes it has, per language; a class that is not in this table is unknown, not harmless.
 *
 * Source: Hive's page "Using Text Moderation API" (read 2026-11-24), a published live reply of 2021, and public clients.
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

/** The name of a class of Hive's text moderation model that Hivekit knows. Not every name that Hive may answer: Hive adds classes. */
export type TextClassName = (typeof TEXT_CLASSES)[number]["name"];
