import type { DeskProject, Item } from "../../api/desk-api.ts";
import { button, element } from "../dom/element.ts";
import { DECISIONS, type ItemFilter, NO_FILTER, STATES } from "../client/item-filter.ts";
import { DECISION_LABELS, STATE_LABELS } from "../format/item-labels.ts";

/** The pause in typing after which the list is reloaded, in milliseconds. */
const TYPING_PAUSE_MS = 300;

/** The list's filters. */
export type FilterBar = {
  /** Shows the filter of the URL. */
  show(filter: ItemFilter): void;
  /** Adds the classes of these items to the suggestions. */
  offerClasses(items: readonly Item[]): void;
};

/** @param options.change - called with the filter that the user selected. */
export function buildFilterBar(
  container: HTMLElement,
  options: {
    readonly projects: readonly Pick<DeskProject, "name" | "tags">[];
    readonly change: (filter: ItemFilter) => void;
  },
): FilterBar {
  let filter = NO_FILTER;
  const change = (part: Partial<ItemFilter>): void => options.change({ ...filter, ...part });
  const decisions = [null, ...DECISIONS].map((decision) => {
    const radio = element("input", { type: "radio", name: "decision", value: decision ?? "" });
    radio.addEventListener("change", () => change({ decision }));
    const text = [decision === null ? "All" : DECISION_LABELS[decision]];
    const label = element("label", { class: `pill ${decision ?? "all"}` }, [
      radio,
      element("span", {}, text),
    ]);
    return { decision, radio, label };
  });
  const project = select("Project", [
    ["", "Project"],
    ...options.projects.map(({ name }) => [name, name] as const),
  ]);
  const tags = [...new Set(options.projects.flatMap((one) => one.tags))];
  const tag = select("Tag", [["", "Tag"], ...tags.map((one) => [one, one] as const)]);
  const state = select("State", [["", "State"], ...STATES.map((one) => [one, STATE_LABELS[one]] as const)]);
  tag.addEventListener("change", () => change({ tag: tag.value || null }));
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
  /** Set while the user types. */
  let typing: ReturnType<typeof setTimeout> | undefined;
  className.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ class: className.value.trim() || null }), TYPING_PAUSE_MS);
  });
  const clear = button(() => options.change(NO_FILTER), { class: "quiet" }, ["Clear filters"]);
  container.append(
    element("fieldset", { class: "pills" }, [
      element("legend", { class: "visually-hidden" }, ["Decision"]),
      ...decisions.map(({ label }) => label),
    ]),
    element("div", { class: "selects" }, [project, state, tag, className, classes]),
    clear,
  );
  const offered = new Set<string>();
  return {
    show: (next) => {
      filter = next;
      for (const { decision, radio } of decisions) radio.checked = decision === next.decision;
      project.value = next.project ?? "";
      state.value = next.state ?? "";
      tag.value = next.tag ?? "";
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
    choices.map(([value, text]) => element("option", { value }, [text])),
  );
}
