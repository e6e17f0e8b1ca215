import { findCsamConditions, isCsamReason } from "../policy/csam-conditions.ts";
import { decide } from "../policy/decide.ts";
import { findProgram } from "../policy/define-policy.ts";
import type { Policy } from "../policy/policy.ts";
import { isRestricted } from "../protocol/is-restricted.ts";
import type { Frame } from "../result/frame.ts";
import type { Task } from "../result/task.ts";

/**
 * Checks whether a result may be kept and reused for equal submissions: the models evaluated all of it, the policy
 * reached a decision, nothing in it is restricted, and every policy decides the same on the redacted task.
 */
export function isWorthKeeping(task: Task, policy: Policy): boolean {
  if (!isEvaluated(task)) return false;
  // A condition that does not hold, for example on a number of seconds, also has a threshold for `csam`.
  const { threshold } = findCsamConditions(findProgram(policy));
  const isExcluded = (frame: Frame): boolean =>
    isRestricted(frame) || isRestricted(frame, threshold) || losesClasses(frame);
  if (task.results.some(({ frames }) => frames.some(isExcluded))) return false;
  const { decision, reasons, tags } = decide(task, policy);
  const all = [...reasons, ...tags.flatMap((tag) => tag.reasons)];
  return decision !== "unknown" && !all.some(isCsamReason);
}

function isEvaluated({ kind, labels, results }: Task): boolean {
  if (kind === "labeling" && labels.length === 0) return false;
  if (kind === "model" && results.length === 0) return false;
  return results.every(({ evaluated, isUnconfirmed }) => evaluated && isUnconfirmed !== true);
}

/** `redactTask` removes the classes of boxes around texts, because they may be words. A condition may count them. */
function losesClasses({ kind, boxes }: Frame): boolean {
  return (kind === "text" || kind === "transcript") && boxes.some((box) => box.classes.length > 0);
}
