import type { EmulatorRuleFrames } from "./emulator-rule.ts";
import { readTestCard, TEST_CARD_MARK } from "./test-card.ts";

/**
 * Reads the names that the file name of an image or a video requests from the vision language model:
 * `hive-test-weapons.jpg` makes the property `weapons` true.
 *
 * @param names - the names that the schema of the request has; `null` without a schema, in which case the answer lists
 * the names.
 * @returns `null` for a name that is not a test card.
 * @throws ApiError 400 for a card with a name that the schema does not have. Otherwise, the media would be judged
 * benign.
 */
export function readChatCard(
  name: string | null,
  names: ReadonlySet<string> | null,
): readonly EmulatorRuleFrames[] | null {
  // Several properties can be true at the same time, so each name has a head of its own.
  const known = names ?? new Set(name?.split(TEST_CARD_MARK)[1]?.match(/[\p{L}\p{N}_]+/gu));
  const heads = [...known].map((one) => ({ classes: [one], benign: null }));
  return readTestCard(name, heads, "a boolean property or a value of an enum in the schema");
}
