import type { Reason } from "@hivekit/core/policy";
import type { ItemDetail } from "../api/desk-api.ts";
import { badge } from "./badge.ts";
import { button, element } from "./element.ts";
import { icon } from "./icons.ts";
import { refresh } from "./refresh.ts";
import { countText, isUnderWay, secondsText } from "./words.ts";

/** More moments of one reason are not offered: the timeline shows them all. */
const MOST_JUMPS = 4;
/** More reasons than these are there on demand. */
const FIRST_REASONS = 6;

/**
 * Shows the policy's verdict with its reasons in words.
 *
 * @param options.jump - goes to a moment; `null` where the media has no time.
 */
export function showVerdict(
  place: HTMLElement,
  item: ItemDetail,
  options: { readonly jump: (seconds: number) => void },
): void {
  const { verdict, state, decidedBy, frameCount } = item;
  const isForming = isUnderWay(state);
  refresh(
    place,
    { verdict, isForming, decidedBy, frameCount: isForming ? frameCount : 0, state },
    {
      build: () => {
        if (verdict === null)
          return [element("h3", {}, ["Verdict"]), element("p", { class: "faint" }, [noVerdictWords(item)])];
        const { reasons, unevaluated } = verdict;
        const missing = unevaluated.filter((one) => !one.isIgnored);
        return [
          element("h3", {}, [isForming ? "Verdict so far" : "Verdict"]),
          element("p", { class: "verdict-line" }, [
            badge(verdict.decision),
            element("span", { class: "faint" }, [
              isForming
                ? `after ${countText(frameCount, "frame")}`
                : decidedBy === "person"
                  ? "by the policy, before a person decided"
                  : `by the policy, from ${countText(verdict.evaluated.frames, "frame")}`,
            ]),
          ]),
          ...reasonLists(reasons, options.jump),
          ...(verdict.decision === "allow" && !isForming
            ? [element("p", {}, ["All checks ran; nothing matched."])]
            : []),
          ...(verdict.decision === "unknown" && !isForming
            ? [
                element("p", {}, [
                  "Unknown means that the result lacks data for the policy. The item may be harmless or not: treat it like Review.",
                ]),
              ]
            : []),
          ...(missing.length > 0 && !isForming
            ? [
                element("h4", {}, ["Not known"]),
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

function reasonLists(reasons: readonly Reason[], jump: (seconds: number) => void): readonly HTMLElement[] {
  if (reasons.length === 0) return [];
  const [first, rest] = [reasons.slice(0, FIRST_REASONS), reasons.slice(FIRST_REASONS)];
  const list = (some: readonly Reason[]): HTMLElement =>
    element(
      "ul",
      { class: "reasons" },
      some.map((reason) => reasonLine(reason, jump)),
    );
  if (rest.length === 0) return [list(first)];
  const summary = element("summary", {}, [countText(rest.length, "more reason")]);
  return [list(first), element("details", {}, [summary, list(rest)])];
}

function reasonLine(
  { sentence, seconds, decision, rule }: Reason,
  jump: (seconds: number) => void,
): HTMLElement {
  const jumps = seconds
    .slice(0, MOST_JUMPS)
    .map(({ start }) =>
      button(
        () => jump(start),
        { class: "jump", "aria-label": `Go to ${secondsText(start)}`, "data-key": `${rule} ${start}` },
        [icon("play"), secondsText(start)],
      ),
    );
  return element("li", { class: decision }, [sentence, jumps.length > 0 ? " " : null, ...jumps]);
}

function noVerdictWords({ state, frameCount }: ItemDetail): string {
  if (state === "submitting")
    return frameCount === 0 ? "Waiting for the first frame." : "The verdict forms as frames come.";
  if (state === "waiting") return "Waiting for the answer.";
  return state === "done" ? "There is no verdict on this result." : "There is none: no result came.";
}
