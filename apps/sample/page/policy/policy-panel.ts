import type { DeskInfo, ItemDetail, PolicyVersion } from "../../api/desk-api.ts";
import { DeskRequestError, errorMessage } from "../client/desk-client.ts";
import { readPolicy, readPolicyVersion, savePolicy, tryPolicy } from "../client/policy-client.ts";
import { announce } from "../dom/announce.ts";
import { button, element } from "../dom/element.ts";
import { formatDateTime } from "../format/format-values.ts";
import { DECISION_LABELS } from "../format/item-labels.ts";
import type { PolicyDrafts } from "./policy-drafts.ts";
import { buildTrialView } from "./trial-view.ts";

const FORMAT =
  "First the instructions: where the content appears and who sees it. Then one line for each category: " +
  "“block NAME: DESCRIPTION” or “review NAME: DESCRIPTION”. Indented lines continue a description.";
const SAVING = "A saved version applies to items that are judged from then on.";
const CONFLICT = 409;

/** Lets moderators edit the policy text of a project and try it on an item. */
export type PolicyPanel = {
  readonly root: HTMLElement;
  /** Updates the verdict that is shown beside that of a trial. */
  show(item: ItemDetail): void;
  close(): void;
};

/** Builds the panel. An edited text is kept in `drafts` until it is saved. */
export function buildPolicyPanel(
  first: ItemDetail,
  options: { readonly desk: DeskInfo; readonly drafts: PolicyDrafts },
): PolicyPanel {
  const { desk, drafts } = options;
  const { id, project } = first;
  let item = first;
  /** The latest version that this page knows; `null` until it is loaded. */
  let saved: PolicyVersion | null = null;
  /** The version that the text in the field is based on. */
  let basedOn = 0;
  /** Whether a text is being saved. */
  let isSaving = false;
  /** Whether a trial is in flight. */
  let isTrying = false;
  /** Aborted when the panel is closed. */
  const closed = new AbortController();

  const format = element("p", { class: "hint", id: "policy-format" }, [FORMAT]);
  const field = element("textarea", {
    name: "policy",
    rows: "12",
    readonly: true,
    "aria-describedby": format.id,
  });
  const status = element("p", { class: "hint" }, ["Loading the policy…"]);
  const cost = element("p", { class: "hint", id: "policy-cost" }, [describeCost(desk.isLive)]);
  const problem = element("p", { class: "problem", role: "alert" });
  const trial = buildTrialView();
  const other = element("div", { class: "policy-other" });
  const tryButton = button(() => void runTrial(), { "aria-describedby": cost.id }, ["Try on this item"]);
  const saveButton = button(() => void save(), { class: "primary" }, ["Save"]);
  const root = element("section", { class: "card policy", "aria-labelledby": "policy-title" }, [
    element("h3", { id: "policy-title" }, ["Policy"]),
    format,
    element("label", {}, ["Policy text", field]),
    status,
    element("div", { class: "row" }, [tryButton, saveButton]),
    cost,
    problem,
    other,
    trial.root,
  ]);

  const isEdited = (): boolean => saved !== null && field.value !== saved.text;
  const update = (): void => {
    if (saved !== null) status.textContent = describeVersion(saved, isEdited());
    // A disabled button would lose the focus.
    tryButton.ariaDisabled = String(saved === null || isTrying);
    saveButton.ariaDisabled = String(!isEdited() || isSaving);
  };
  const keepDraft = (): void => {
    if (isEdited()) drafts.set(project, { text: field.value, basedOn });
    else drafts.delete(project);
    update();
  };
  const edit = (version: PolicyVersion): void => {
    field.value = version.text;
    keepDraft();
    field.focus();
  };
  const showOther = (version: PolicyVersion): void => {
    const hide = (): void => {
      offerJudging();
      field.focus();
    };
    other.replaceChildren(
      element("h4", {}, [`Version ${version.version}, saved ${formatDateTime(version.savedOn)}`]),
      element("pre", { tabindex: "0", "aria-label": `Version ${version.version}` }, [version.text]),
      element("div", { class: "row" }, [
        button(() => edit(version), {}, [`Edit version ${version.version}`]),
        button(hide, { class: "quiet" }, ["Hide"]),
      ]),
    );
  };
  /** Offers the version that judged the item if there is a later one. */
  const offerJudging = (): void => {
    const { policyVersion: version } = item;
    if (version === null || saved === null || version === saved.version) return other.replaceChildren();
    const show = (): void =>
      void readPolicyVersion(project, version).then(
        (found) => {
          showOther(found);
          other.querySelector("button")?.focus();
        },
        (error: unknown) => (problem.textContent = errorMessage(error)),
      );
    other.replaceChildren(
      button(show, { class: "quiet" }, [`Show version ${version}, which judged this item`]),
    );
  };
  const load = async (): Promise<void> => {
    try {
      saved = await readPolicy(project);
    } catch (error) {
      status.textContent = "The policy is not loaded.";
      problem.textContent = errorMessage(error);
      return;
    }
    const draft = drafts.get(project);
    field.value = draft?.text ?? saved.text;
    basedOn = draft?.basedOn ?? saved.version;
    field.readOnly = false;
    update();
    if (basedOn === saved.version || !isEdited()) offerJudging();
    else warnOfNewVersion(saved, `Version ${saved.version} was saved while you were editing.`);
  };
  const warnOfNewVersion = (version: PolicyVersion, message: string): void => {
    showOther(version);
    problem.textContent = `${message} Your text is kept. Compare it with version ${version.version} below; “Save” then replaces that version.`;
    // The moderator sees the version from now on.
    basedOn = version.version;
    keepDraft();
  };
  const save = async (): Promise<void> => {
    if (saveButton.ariaDisabled === "true") return;
    isSaving = true;
    problem.textContent = "";
    update();
    try {
      saved = await savePolicy(project, { text: field.value, basedOn });
      basedOn = saved.version;
      announce(`Version ${saved.version} of the policy is saved.`);
      offerJudging();
    } catch (error) {
      await explainFailure(error);
    } finally {
      isSaving = false;
      keepDraft();
    }
  };
  const explainFailure = async (error: unknown): Promise<void> => {
    problem.textContent = errorMessage(error);
    if (!(error instanceof DeskRequestError) || error.status !== CONFLICT) return;
    const latest = await readPolicy(project).catch(() => null);
    if (latest === null) return;
    saved = latest;
    warnOfNewVersion(latest, `Version ${latest.version} was saved in the meantime.`);
  };
  const runTrial = async (): Promise<void> => {
    if (tryButton.ariaDisabled === "true") return;
    isTrying = true;
    problem.textContent = "";
    trial.showWaiting();
    update();
    try {
      const result = await tryPolicy(id, field.value, closed.signal);
      trial.show(item, result);
      announce(`Verdict of your text: ${DECISION_LABELS[result.verdict.decision]}.`);
    } catch (error) {
      trial.hide();
      if (!closed.signal.aborted) problem.textContent = errorMessage(error);
    } finally {
      isTrying = false;
      update();
    }
  };
  field.addEventListener("input", keepDraft);
  update();
  void load();
  return {
    root,
    show: (next) => {
      const isJudgedAgain = next.policyVersion !== item.policyVersion;
      item = next;
      trial.showItem(item);
      if (isJudgedAgain && other.querySelector("pre") === null) offerJudging();
    },
    close: () => closed.abort(),
  };
}

function describeVersion({ version, savedOn }: PolicyVersion, isEdited: boolean): string {
  const changes = isEdited ? " You have unsaved changes." : "";
  return `Version ${version}, saved ${formatDateTime(savedOn)}.${changes} ${SAVING}`;
}

function describeCost(isLive: boolean): string {
  const bills = isLive ? "bills" : "would bill";
  return `A trial sends this item to the model and stores nothing. Hive ${bills} its tokens each time.`;
}
