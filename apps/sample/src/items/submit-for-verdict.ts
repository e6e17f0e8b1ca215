import { retryResult } from "../database/database-writes.ts";
import { parsePolicyText } from "../policies/parse-policy-text.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import type { DeskSettings } from "./desk-settings.ts";
import type { ItemWork, SubmitItem } from "./item-work.ts";
import { judgeSubmission } from "./judge-submission.ts";

const RESTRICTED =
  "The item is restricted, so it was not sent to the vision language model. See docs/csam.md.";

const CATEGORY_RULE = /^categories\./;

/** Judges items by the policy text that is current when their turn comes. */
export function createVerdictSubmitter(
  policies: Pick<PolicyStore, "current">,
  { writeRetryMs }: Pick<DeskSettings, "writeRetryMs">,
): SubmitItem {
  return async ({ item, project, hive, submission, signal, write }: ItemWork) => {
    if (item.isRestricted) {
      const failure = { kind: "restricted", message: RESTRICTED };
      await write({ state: "failed", wasSent: false, failure, verdict: null, decision: null });
      return;
    }
    const { version, text } = await retryResult(() => policies.current(project.name), {
      signal,
      delayMs: writeRetryMs,
    });
    // Stored first, so that an interrupted or failed item has it, too.
    if ((await write({ policyVersion: version })) === null) return;
    const policy = parsePolicyText(text);
    const { verdict, tokens, replies } = await judgeSubmission(submission, policy, { hive, signal });
    await write({
      state: "done",
      verdict,
      decision: verdict.decision,
      // The list's filter finds the categories that apply.
      classNames: verdict.reasons.map(({ rule }) => rule.replace(CATEGORY_RULE, "")),
      tokens,
      raw: replies,
    });
  };
}
