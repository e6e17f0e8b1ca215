import { ApiError } from "../error/api-error.ts";
import type { Submission, SubmissionField } from "../state/submission.ts";

/** A form field that may carry the content of a submission. */
export type ContentField = {
  readonly name: SubmissionField;
  readonly kind: Submission["content"]["kind"];
};

/**
 * Picks the one form field that carries the content. An empty text or URL counts as not sent. The messages are the emulator's own.
 *
 * @throws ApiError 400 unless there is exactly one, of the right kind.
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
  if (only === undefined) throw new ApiError(400, `${oneOf}; the body has none of them.`);
  if (more.length > 0) throw new ApiError(400, `${oneOf}, once; the body has more than one.`);
  const { field, value } = only;
  if (field.kind === "file") {
    if (typeof value === "string") {
      throw new ApiError(
        400,
        `The field ${field.name} must be a file; with curl: --form '${field.name}=@photo.jpg'.`,
      );
    }
    return { field: field.name, content: { kind: "file", file: value, filename: value.name } };
  }
  if (typeof value !== "string") {
    throw new ApiError(
      400,
      `The field ${field.name} must be ${field.kind === "url" ? "a URL" : "a text"}, not a file.`,
    );
  }
  const content = field.kind === "url" ? { kind: field.kind, url: value } : { kind: field.kind, text: value };
  return { field: field.name, content };
}

/** Reads a text field; `null` when it was not sent or is empty. @throws ApiError 400 for a file */
export function readTextField(form: FormData, name: string): string | null {
  const value = form.get(name);
  if (value !== null && typeof value !== "string")
    throw new ApiError(400, `The field ${name} must be a text, not a file.`);
  return value === "" ? null : value;
}

function describe({ name, kind }: ContentField): string {
  const what = { file: "a file", url: "an http or https URL", text: "a text" }[kind];
  return `${name} (${what})`;
}
