import { HttpError } from "../http/http-error.ts";
import type { Submission, SubmissionField } from "./submission.ts";

/** What a field of a form may carry. */
export type ContentField = {
  readonly name: SubmissionField;
  readonly kind: Submission["content"]["kind"];
};

/**
 * Picks the one field of a form that carries the content. An empty text or URL counts as not sent. The messages are ours.
 *
 * @throws HttpError 400 unless there is exactly one, of the right kind.
 */
export function pickContent(
  form: FormData,
  fields: readonly ContentField[],
): Pick<Submission, "field" | "content"> {
  const sent = fields.flatMap((field) =>
    form
      .getAll(field.name)
      .filter((value) => value !== "" || field.kind === "file")
      .map((value) => ({ field, value })),
  );
  const [only, ...more] = sent;
  const oneOf = `Send either ${fields.map(describe).join(" or ")}`;
  if (only === undefined) throw new HttpError(400, `${oneOf}: this body has neither.`);
  if (more.length > 0) throw new HttpError(400, `${oneOf}, once: this body has more than one.`);
  const { field, value } = only;
  if (field.kind === "file") {
    if (typeof value === "string") {
      throw new HttpError(
        400,
        `The field ${field.name} must be a file; with curl: --form '${field.name}=@photo.jpg'.`,
      );
    }
    return { field: field.name, content: { kind: "file", file: value, filename: value.name } };
  }
  if (typeof value !== "string") {
    throw new HttpError(
      400,
      `The field ${field.name} must be ${field.kind === "url" ? "an address" : "a text"}, not a file.`,
    );
  }
  const content = field.kind === "url" ? { kind: field.kind, url: value } : { kind: field.kind, text: value };
  return { field: field.name, content };
}

/** The text of a field; `null` when it was not sent or is empty. @throws HttpError 400 for a file */
export function textField(form: FormData, name: string): string | null {
  const value = form.get(name);
  if (value !== null && typeof value !== "string")
    throw new HttpError(400, `The field ${name} must be a text, not a file.`);
  return value === "" ? null : value;
}

function describe({ name, kind }: ContentField): string {
  const what = { file: "a file", url: "an http or https address", text: "a text" }[kind];
  return `${name} (${what})`;
}
