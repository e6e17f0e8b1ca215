import { HiveInputError } from "@hivekit/core";
import { ParseMediaPipe } from "@hivekit/nestjs";
import type { ItemSource } from "../api/desk-api.ts";
import type { Project } from "./project.ts";

/** The fields of the page's form, besides the file. */
export type SubmissionForm = { readonly url?: unknown; readonly text?: unknown; readonly project?: unknown };

/** The longest text that Hive takes, in code points. */
export const MAX_TEXT_CHARACTERS = 1024;
const MAX_URL = 2048;
const MAX_FILENAME = 255;
const UNNAMED = "upload.bin";

const mediaPipe = new ParseMediaPipe();

/**
 * Reads what is to be submitted.
 *
 * @throws HiveInputError, or what ParseMediaPipe throws, if it cannot be submitted to the project.
 */
export async function readSubmission(
  form: SubmissionForm,
  { file, project }: { readonly file: Express.Multer.File | undefined; readonly project: Project },
): Promise<ItemSource> {
  const [url, text] = [field(form.url), field(form.text)];
  if ([file, url, text].filter((one) => one !== undefined).length !== 1) {
    throw new HiveInputError("Give one of these: a file as media, a web address as url, or a text.");
  }
  const kind = url === undefined ? (text === undefined ? "media" : "text") : "url";
  if (!project.takes.includes(kind)) {
    throw new HiveInputError(
      `The project ${project.name} takes ${project.takes.join(" or ")}, and this is ${kind}.`,
    );
  }
  if (url !== undefined) return { kind: "url", url: checkUrl(url) };
  if (text !== undefined) {
    if (Array.from(text).length > MAX_TEXT_CHARACTERS)
      throw new HiveInputError(`The text has more than ${MAX_TEXT_CHARACTERS} characters.`);
    return { kind: "text", text };
  }
  // By its content: what the sender says of it does not count.
  const media = await mediaPipe.transform(file);
  // By code points: half of one cannot be sent back in a header.
  const filename = Array.from(file?.originalname || UNNAMED)
    .slice(-MAX_FILENAME)
    .join("");
  return { kind: "media", filename, contentType: media?.contentType ?? "", sizeBytes: file?.size ?? 0 };
}

function field(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function checkUrl(text: string): string {
  const url = URL.parse(text.trim());
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== "" ||
    url.password !== "" ||
    text.length > MAX_URL
  ) {
    throw new HiveInputError(
      `The url must be an http or https address without user info, of at most ${MAX_URL} characters.`,
    );
  }
  return url.href;
}
