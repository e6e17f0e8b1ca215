import { HiveInputError } from "../error/hive-input-error.ts";
import type { HiveApi, SubmissionExtras } from "./protocol.ts";

const ADVICE = {
  model: "the key selects the project, and the project the model; leave it out",
  metadata: "it would be lost; leave it out, or use api v2",
  params: "they would be lost; leave them out, or use api v2 or v3",
} as const;

/** @throws HiveInputError if something was given that this generation cannot send: nothing is dropped in silence. */
export function refuseExtras(
  api: HiveApi,
  extras: SubmissionExtras,
  refused: readonly (keyof SubmissionExtras)[],
): void {
  for (const name of refused) {
    if (extras[name] !== null) {
      throw new HiveInputError(`Hive's ${api} does not take ${name}: ${ADVICE[name]}.`);
    }
  }
}
