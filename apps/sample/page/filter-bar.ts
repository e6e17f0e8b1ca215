import type { Item } from "../api/desk-api.ts";
import { button, element } from "./element.ts";
import { DECISIONS, type ListFilter, NO_FILTER, STATES } from "./list-filter.ts";
import { DECISION_WORDS, STATE_WORDS } from "./words.ts";

/** How long nobody types before the list is read anew, in milliseconds. */
const TYPING_MS = 300;

/** The list's filters. */
export type FilterBar = {
  /** Shows a filter, as the address has it. */
  show(filter: ListFilter): void;
  /** Offers the classes of these items, and those that it has offered. */
  offerClasses(items: readonly Item[]): void;
};

/** @param change - is given what somebody has chosen. */
export function buildFilterBar(
  place: HTMLElement,
  options: { readonly projects: readonly string[]; readonly change: (filter: ListFilter) => void },
): FilterBar {
  let filter = NO_FILTER;
  const change = (part: Partial<ListFilter>): void => options.change({ ...filter, ...part });
  const decisions = [null, ...DECISIONS].map((decision) => {
    const radio = element("input", { type: "radio", name: "decision", value: decision ?? "" });
    radio.addEventListener("change", () => change({ decision }));
    const words = [decision === null ? "All" : DECISION_WORDS[decision]];
    const label = element("label", { class: `pill ${decision ?? "all"}` }, [
      radio,
      element("span", {}, words),
    ]);
    return { decision, radio, label };
  });
  const project = select("Project", [["", "Project"], ...options.projects.map((one) => [one, one] as const)]);
  const state = select("State", [["", "State"], ...STATES.map((one) => [one, STATE_WORDS[one]] as const)]);
  project.addEventListener("change", () => change({ project: project.value || null }));
  state.addEventListener("change", () =>
    change({ state: STATES.find((one) => one === state.value) ?? null }),
  );
  const classes = element("datalist", { id: "classes" });
  const className = element("input", {
    type: "search",
    name: "class",
    list: "classes",
    placeholder: "Class",
    "aria-label": "Class",
    autocomplete: "off",
  });
  /** Set while somebody types. */
  let typing: ReturnType<typeof setTimeout> | undefined;
  className.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ class: className.value.trim() || null }), TYPING_MS);
  });
  const clear = button(() => options.change(NO_FILTER), { class: "quiet" }, ["Clear filters"]);
  place.append(
    element("fieldset", { class: "pills" }, [
      element("legend", { class: "visually-hidden" }, ["Decision"]),
      ...decisions.map(({ label }) => label),
    ]),
    element("div", { class: "selects" }, [project, state, className, classes]),
    clear,
  );
  const offered = new Set<string>();
  return {
    show: (next) => {
      filter = next;
      for (const { decision, radio } of decisions) radio.checked = decision === next.decision;
      project.value = next.project ?? "";
      state.value = next.state ?? "";
      if (document.activeElement !== className) className.value = next.class ?? "";
      clear.hidden = Object.values(next).every((value) => value === null);
    },
    offerClasses: (items) => {
      for (const name of items.flatMap((item) => item.topClasses.map((one) => one.class))) {
        if (offered.has(name)) continue;
        offered.add(name);
        classes.append(element("option", { value: name }));
      }
    },
  };
}

function select(label: string, choices: readonly (readonly [string, string])[]): HTMLSelectElement {
  return element(
    "select",
    { "aria-label": label, name: label.toLowerCase() },
    choices.map(([value, word]) => element("option", { value }, [word])),
  );
}
