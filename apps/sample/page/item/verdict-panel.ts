import type { Reason, Verdict } from "@hivekit/core/policy";
import type { ItemDetail } from "../../api/desk-api.ts";
import { button, element } from "../dom/element.ts";
import { decisionBadge, icon } from "../dom/icons.ts";
import { refresh } from "../dom/refresh.ts";
import { formatCount, formatSeconds } from "../format/format-values.ts";
import { isInProgress } from "../format/item-labels.ts";

const UNKNOWN = "Unknown means that data required by the policy is missing. Treat it like Review.";
/** The number of times to offer per reason. The timeline shows all of them. */
const MAX_JUMPS = 4;
/** The number of reasons to show immediately. The others are collapsed. */
const FIRST_REASONS = 6;

/**
 * Shows the policy's verdict with its reasons.
 *
 * @param options.jump - moves the playhead to a time in seconds.
 */
export function showVerdict(
  container: HTMLElement,
  item: ItemDetail,
  options: {
    readonly jump: (seconds: number) => void;
    /** Whether the vision language model judges the item, so that it has no frames. */
    readonly isJudged: boolean;
  },
): void {
  const { verdict, state, decidedBy, frameCount, policyVersion } = item;
  const { isJudged } = options;
  const isIncomplete = isInProgress(state);
  refresh(
    container,
    { verdict, isIncomplete, decidedBy, frameCount: isIncomplete ? frameCount : 0, state, policyVersion },
    {
      build: () => {
        if (verdict === null)
          return [
            element("h3", {}, ["Verdict"]),
            element("p", { class: "faint" }, [describeMissingVerdict(item, isJudged)]),
          ];
        return [
          element("h3", {}, [isIncomplete ? "Verdict so far" : "Verdict"]),
          element("p", { class: "verdict-line" }, [
            decisionBadge(verdict.decision),
            element("span", { class: "faint" }, [
              isIncomplete
                ? `after ${formatCount(frameCount, "frame")}`
                : decidedBy === "reviewer"
                  ? "by the policy, before the reviewer's decision"
                  : isJudged
                    ? `by version ${policyVersion ?? "unknown"} of the policy`
                    : `by the policy, based on ${formatCount(verdict.evaluated.frames, "frame")}`,
            ]),
          ]),
          ...buildFindings(verdict, { isIncomplete, jump: options.jump }),
        ];
      },
    },
  );
}

/**
 * Builds what explains a decision: the reasons, and the data that is missing.
 *
 * @param options.isIncomplete - whether more data may arrive, so that nothing is missing yet.
 * @param options.jump - moves the playhead to a time in seconds.
 */
export function buildFindings(
  { decision, reasons, unevaluated, tags, unknownTags }: Verdict,
  options: { readonly isIncomplete?: boolean; readonly jump?: (seconds: number) => void } = {},
): readonly HTMLElement[] {
  const { isIncomplete = false, jump = () => {} } = options;
  const explained = buildReasons([...reasons, ...tags.flatMap((tag) => tag.reasons)], jump);
  if (isIncomplete) return explained;
  const missing = unevaluated.filter((one) => !one.isIgnored);
  const list = missing.map(({ sentence }) => element("li", {}, [sentence]));
  return [
    ...explained,
    ...(unknownTags.length > 0
      ? [element("p", {}, [`Unknown tags, because data is missing: ${unknownTags.join(", ")}.`])]
      : []),
    ...(decision === "allow" ? [element("p", {}, ["All conditions were evaluated; none matched."])] : []),
    ...(decision === "unknown" ? [element("p", {}, [UNKNOWN])] : []),
    ...(list.length > 0
      ? [element("h4", {}, ["Missing data"]), element("ul", { class: "reasons" }, list)]
      : []),
  ];
}

function buildReasons(reasons: readonly Reason[], jump: (seconds: number) => void): readonly HTMLElement[] {
  if (reasons.length === 0) return [];
  const [first, rest] = [reasons.slice(0, FIRST_REASONS), reasons.slice(FIRST_REASONS)];
  const list = (part: readonly Reason[]): HTMLElement =>
    element(
      "ul",
      { class: "reasons" },
      part.map((reason) => buildReason(reason, jump)),
    );
  if (rest.length === 0) return [list(first)];
  const summary = element("summary", {}, [formatCount(rest.length, "more reason")]);
  return [list(first), element("details", {}, [summary, list(rest)])];
}

function buildReason(
  { sentence, seconds, decision, rule }: Reason,
  jump: (seconds: number) => void,
): HTMLElement {
  const jumps = seconds
    .slice(0, MAX_JUMPS)
    .map(({ start }) =>
      button(
        () => jump(start),
        { class: "jump", "aria-label": `Go to ${formatSeconds(start)}`, "data-key": `${rule} ${start}` },
        [icon("play"), formatSeconds(start)],
      ),
    );
  return element("li", { class: decision ?? "tag" }, [sentence, jumps.length > 0 ? " " : null, ...jumps]);
}

function describeMissingVerdict({ state, frameCount }: ItemDetail, isJudged: boolean): string {
  if (isJudged && state === "submitting") return "Waiting for the answer of the model.";
  if (state === "submitting")
    return frameCount === 0 ? "Waiting for the first frame." : "The verdict is updated as frames arrive.";
  if (state === "waiting") return "Waiting for a reviewer.";
  return state === "done" ? "This result has no verdict." : "There is no verdict, because no result arrived.";
}
