import { ApiError } from "../error/api-error.ts";
import type { Submission, SubmissionField } from "../state/submission.ts";

/** A form field that can contain the content of a submission. */
export type ContentField = {
  readonly name: SubmissionField;
  readonly kind: Exclude<Submission["content"]["kind"], "chat">;
};

/**
 * Picks the only form field that contains content. Ignores empty texts and URLs. The error messages are the emulator's
 * own.
 *
 * @throws ApiError 400 unless there is exactly one field with a value of the right kind.
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
  const instruction = `Send exactly one of ${fields.map(describeField).join(", ")}`;
  if (only === undefined) throw new ApiError(400, `${instruction}; the body has none.`);
  if (more.length > 0) throw new ApiError(400, `${instruction}; the body has several.`);
  const { field, value } = only;
  if (field.kind === "file") {
    if (typeof value === "string") {
      throw new ApiError(
        400,
        `The field ${field.name} must be a file. With curl, use --form '${field.name}=@photo.jpg'.`,
      );
    }
    return { field: field.name, content: { kind: "file", file: value, filename: value.name } };
  }
  if (typeof value !== "string") {
    throw new ApiError(
      400,
      `The field ${field.name} must be ${field.kind === "url" ? "a URL" : "text"}, not a file.`,
    );
  }
  const content = field.kind === "url" ? { kind: field.kind, url: value } : { kind: field.kind, text: value };
  return { field: field.name, content };
}

/** Reads a text field; `null` if it is missing or empty. @throws ApiError 400 for a file */
export function readTextField(form: FormData, name: string): string | null {
  const value = form.get(name);
  if (value !== null && typeof value !== "string")
    throw new ApiError(400, `The field ${name} must be text, not a file.`);
  return value === "" ? null : value;
}

function describeField({ name, kind }: ContentField): string {
  const type = { file: "a file", url: "an http or https URL", text: "text" }[kind];
  return `${name} (${type})`;
}
