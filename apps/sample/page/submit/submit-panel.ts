import type { DeskInfo } from "../../api/desk-api.ts";
import { confirmInDialog } from "../dom/confirm-dialog.ts";
import { button, byId, element } from "../dom/element.ts";
import { icon } from "../dom/icons.ts";
import { describeTextLength, listProjects, selectProject, type SubmissionKind } from "./submission-rules.ts";
import type { Upload } from "../client/upload.ts";
import { formatLimit } from "../format/format-values.ts";

/** The form for submissions. */
export type SubmitPanel = {
  /** Submits files to the selected project. */
  addFiles(files: readonly File[]): void;
  /** Submits a demo file. */
  addDemo(name: string): void;
  /** Puts a URL or text into its field without submitting it. */
  offer(text: string, kind: "url" | "text"): void;
};

const KINDS = [
  ["media", "File"],
  ["url", "URL"],
  ["text", "Text"],
] as const satisfies readonly (readonly [SubmissionKind, string])[];

/** Builds the form in the page. */
export function buildSubmitPanel(
  desk: DeskInfo,
  options: { readonly submit: (upload: Upload) => void; readonly announce: (text: string) => void },
): SubmitPanel {
  const { projects, maxUploadBytes, maxTextCharacters, isLive } = desk;
  /** The project that the user selected for each kind; absent until then. */
  const chosen = new Map<SubmissionKind, string>();
  let kind: SubmissionKind = "media";

  const select = element("select", { name: "project", "aria-describedby": "project-hint" });
  const projectHint = element("p", { id: "project-hint", class: "hint" });
  const url = element("input", {
    type: "url",
    name: "url",
    placeholder: "https://…",
    required: true,
    autocomplete: "off",
  });
  const text = element("textarea", {
    name: "text",
    rows: "3",
    required: true,
    "aria-describedby": "text-hint",
  });
  const textHint = element("p", { id: "text-hint", class: "hint" });
  const showLength = (): void => {
    const { hint, error } = describeTextLength(text.value, maxTextCharacters);
    textHint.textContent = hint;
    text.setCustomValidity(error);
  };
  text.addEventListener("input", showLength);
  showLength();
  const files = element("input", {
    type: "file",
    multiple: true,
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
  });
  const choose = button(() => files.click(), { class: "drop", "data-key": "choose" }, [
    icon("upload"),
    element("span", {}, [element("strong", {}, ["Choose files"]), " or drop them anywhere"]),
    element("small", {}, [`Pictures, GIFs and videos, up to ${formatLimit(maxUploadBytes)} each`]),
  ]);
  const demos = element("div", { class: "demos", role: "group", "aria-label": "Demo files" }, [
    element("span", { class: "faint" }, ["Try"]),
    ...desk.demoFiles.map((name) => button(() => void addDemo(name), { class: "chip" }, [name])),
  ]);
  const panels = {
    media: element("div", { class: "kind" }, [choose, files, ...(desk.demoFiles.length > 0 ? [demos] : [])]),
    url: element("div", { class: "kind" }, [
      element("label", {}, ["URL of a picture, GIF or video", url]),
      element("button", { class: "primary" }, ["Submit URL"]),
    ]),
    text: element("div", { class: "kind" }, [
      element("label", {}, ["Text", text]),
      textHint,
      element("button", { class: "primary" }, ["Submit text"]),
    ]),
  };
  const offered = KINDS.filter(([one]) => listProjects(one, projects).length > 0);
  const radios = new Map<SubmissionKind, HTMLInputElement>(
    offered.map(([one]) => [one, element("input", { type: "radio", name: "kind", value: one })]),
  );
  const form = element("form", { id: "submit-form" }, [
    element("fieldset", { class: "kinds" }, [
      element("legend", { class: "visually-hidden" }, ["What to submit"]),
      ...offered.map(([one, label]) =>
        element("label", {}, [radios.get(one) ?? "", element("span", {}, [label])]),
      ),
    ]),
    ...Object.values(panels),
    element("label", { class: "project" }, [element("span", {}, ["Project"]), select]),
    projectHint,
    isLive
      ? element("p", { class: "billed" }, [icon("alert"), "Every submission goes to Hive and is billed."])
      : null,
  ]);

  const show = (next: SubmissionKind): void => {
    kind = next;
    const radio = radios.get(kind);
    if (radio !== undefined) radio.checked = true;
    for (const [one, panel] of Object.entries(panels)) panel.hidden = one !== kind;
    // A hidden field must not prevent the submission.
    url.disabled = kind !== "url";
    text.disabled = kind !== "text";
    select.replaceChildren(
      ...listProjects(kind, projects).map(({ name }) => element("option", { value: name }, [name])),
    );
    const project = selectProject(kind, projects, chosen.get(kind) ?? null);
    if (project !== null) select.value = project.name;
    projectHint.textContent = project?.description ?? "";
  };

  const findProjectName = (submitted: SubmissionKind): string | null =>
    selectProject(submitted, projects, chosen.get(submitted) ?? null)?.name ?? null;

  const addFiles = (list: readonly File[]): void => void addAll(list);
  const addAll = async (list: readonly File[]): Promise<void> => {
    const project = findProjectName("media");
    if (project === null) return options.announce("None of the desk's projects accepts files.");
    const question = {
      title: `Submit ${list.length} files?`,
      text: "Each file is submitted to Hive and billed.",
      confirm: `Submit ${list.length} files`,
      isDangerous: false,
    };
    if (isLive && list.length > 1 && !(await confirmInDialog(question))) return;
    for (const content of list) options.submit({ kind: "media", project, content });
  };
  const addDemo = async (name: string): Promise<void> => {
    const response = await fetch(`demo/${encodeURIComponent(name)}`).catch(() => null);
    if (response?.ok !== true) return options.announce(`The demo file ${name} could not be loaded.`);
    const blob = await response.blob();
    addFiles([new File([blob], name, { type: blob.type })]);
  };

  for (const [one, radio] of radios) radio.addEventListener("change", () => show(one));
  select.addEventListener("change", () => {
    chosen.set(kind, select.value);
    show(kind);
  });
  files.addEventListener("change", () => {
    addFiles([...(files.files ?? [])]);
    files.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = kind === "url" ? url : text;
    const content = field.value.trim();
    const project = findProjectName(kind);
    if (kind === "media" || content === "" || project === null) return;
    options.submit({ kind, project, content: kind === "url" ? content : field.value });
    field.value = "";
    showLength();
  });
  byId("submit").append(form);
  show(offered[0]?.[0] ?? "media");
  return {
    addFiles,
    addDemo: (name) => void addDemo(name),
    offer: (pasted, pastedKind) => {
      if (!radios.has(pastedKind))
        return options.announce(
          `None of the desk's projects accepts ${pastedKind === "url" ? "URLs" : "text"}.`,
        );
      show(pastedKind);
      const field = pastedKind === "url" ? url : text;
      field.value = pastedKind === "url" ? pasted.trim() : pasted;
      showLength();
      field.focus();
      options.announce("Pasted. Press Submit to send it.");
    },
  };
}
