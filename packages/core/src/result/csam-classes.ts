/**
 * The classes of Hive's CSAM classifier, which runs if no hash matches. They form one head: the scores, each 0 to 1,
 * sum to 1. `other` is the negative class.
 *
 * Source: https://docs.thehive.ai/docs/csam-detection-combined-api (read 2026-11-30).
 */
export const CSAM_CLASSES = ["csam", "pornography", "other"] as const;

/** A class of Hive's CSAM classifier. */
export type CsamClassName = (typeof CSAM_CLASSES)[number];
