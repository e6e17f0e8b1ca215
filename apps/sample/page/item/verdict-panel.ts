import type { Reason } from "@hivekit/core/policy";
import type { ItemDetail } from "../../api/desk-api.ts";
import { button, element } from "../dom/element.ts";
import { decisionBadge, icon } from "../dom/icons.ts";
import { refresh } from "../dom/refresh.ts";
import { formatCount, formatSeconds } from "../format/format-values.ts";
import { isInProgress } from "../format/item-labels.ts";

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
  options: { readonly jump: (seconds: number) => void },
): void {
  const { verdict, state, decidedBy, frameCount } = item;
  const isIncomplete = isInProgress(state);
  refresh(
    container,
    { verdict, isIncomplete, decidedBy, frameCount: isIncomplete ? frameCount : 0, state },
    {
      build: () => {
        if (verdict === null)
          return [
            element("h3", {}, ["Verdict"]),
            element("p", { class: "faint" }, [describeMissingVerdict(item)]),
          ];
        const { reasons, unevaluated, tags, unknownTags } = verdict;
        const missing = unevaluated.filter((one) => !one.isIgnored);
        const tagReasons = tags.flatMap((tag) => tag.reasons);
        return [
          element("h3", {}, [isIncomplete ? "Verdict so far" : "Verdict"]),
          element("p", { class: "verdict-line" }, [
            decisionBadge(verdict.decision),
            element("span", { class: "faint" }, [
              isIncomplete
                ? `after ${formatCount(frameCount, "frame")}`
                : decidedBy === "reviewer"
                  ? "by the policy, before the reviewer's decision"
                  : `by the policy, based on ${formatCount(verdict.evaluated.frames, "frame")}`,
            ]),
          ]),
          ...buildReasons([...reasons, ...tagReasons], options.jump),
          ...(unknownTags.length > 0 && !isIncomplete
            ? [element("p", {}, [`Unknown tags, because data is missing: ${unknownTags.join(", ")}.`])]
            : []),
          ...(verdict.decision === "allow" && !isIncomplete
            ? [element("p", {}, ["All conditions were evaluated; none matched."])]
            : []),
          ...(verdict.decision === "unknown" && !isIncomplete
            ? [
                element("p", {}, [
                  "Unknown means that data required by the policy is missing. Treat it like Review.",
                ]),
              ]
            : []),
          ...(missing.length > 0 && !isIncomplete
            ? [
                element("h4", {}, ["Missing data"]),
                element(
                  "ul",
                  { class: "reasons" },
                  missing.map(({ sentence }) => element("li", {}, [sentence])),
                ),
              ]
            : []),
        ];
      },
    },
  );
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

function describeMissingVerdict({ state, frameCount }: ItemDetail): string {
  if (state === "submitting")
    return frameCount === 0 ? "Waiting for the first frame." : "The verdict is updated as frames arrive.";
  if (state === "waiting") return "Waiting for a reviewer.";
  return state === "done" ? "This result has no verdict." : "There is no verdict, because no result arrived.";
}
