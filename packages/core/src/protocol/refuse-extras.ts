import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import type { CheckedSubmission } from "../submission/check-submission.ts";
import type { HiveApi, SubmissionExtras } from "./protocol.ts";

/** @throws HiveInputError if something was given that this generation cannot send: nothing is dropped in silence. */
export function refuseExtras(
  api: HiveApi,
  extras: SubmissionExtras,
  refused: readonly (keyof SubmissionExtras)[],
): void {
  for (const name of refused) {
    if (extras[name] === null) continue;
    throw new HiveInputError(`Hive's ${api} does not take ${name}; leave it out.`);
  }
}

/** @throws HiveInputError if there is text beside media or a url, which only v1 takes. */
export function refuseTextBeside(api: HiveApi, submission: CheckedSubmission): void {
  if (submission.kind === "text" || submission.text === null) return;
  throw new HiveInputError(`Hive's ${api} takes text alone; submit it on its own.`);
}

/** The error for an endpoint that a generation does not have. */
export function noEndpoint(api: HiveApi, what: string): HiveConfigError {
  return new HiveConfigError(`Hive's ${api} has no endpoint to ${what}; use classify, or api v2.`, {
    option: "api",
  });
}
