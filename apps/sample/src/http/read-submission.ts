import { ParseMediaPipe } from "@hivekit/nestjs";
import { BadRequestException } from "@nestjs/common";
import type { ItemSource } from "../../api/desk-api.ts";
import type { Project } from "../config/project.ts";
import { checkInput, SubmissionForm, SubmittedText, SubmittedUrl } from "./api-input.ts";

const MAX_FILENAME_CHARACTERS = 255;
const DEFAULT_FILENAME = "upload.bin";

const mediaPipe = new ParseMediaPipe();

/** The content to submit, and the project to submit it to. */
export type SubmissionInput = { readonly project: Project; readonly source: ItemSource };

/**
 * Reads a submission from a form and its file.
 *
 * @param options.projects - the desk's projects; the first one is the default.
 * @throws BadRequestException (400) if the submission is invalid or the project does not accept it, and the errors of
 * `ParseMediaPipe`.
 */
export async function readSubmission(
  form: unknown,
  options: { readonly file: Express.Multer.File | undefined; readonly projects: readonly Project[] },
): Promise<SubmissionInput> {
  const { file, projects } = options;
  const { project: name = projects[0]?.name, url, text } = checkInput(SubmissionForm, form ?? {});
  const project = projects.find((one) => one.name === name);
  if (project === undefined)
    throw new BadRequestException("There is no project with this name. GET /api/desk lists the projects.");
  if ([file, url, text].filter((one) => one !== undefined).length !== 1) {
    throw new BadRequestException("Send exactly one of the form fields media (a file), url and text.");
  }
  const kind = url === undefined ? (text === undefined ? "media" : "text") : "url";
  if (!project.accepts.includes(kind)) {
    throw new BadRequestException(
      `The project ${project.name} accepts ${project.accepts.join(" or ")}, got ${kind}.`,
    );
  }
  if (url !== undefined) return { project, source: { kind: "url", url: checkInput(SubmittedUrl, url) } };
  if (text !== undefined) return { project, source: { kind: "text", text: checkInput(SubmittedText, text) } };
  const source = await readMedia(file);
  // Hive's vision language model takes videos by URL only.
  if (project.policyText !== null && !source.contentType.startsWith("image/")) {
    throw new BadRequestException(
      `The project ${project.name} accepts images only, got ${source.contentType || "an unknown type"}.`,
    );
  }
  return { project, source };
}

async function readMedia(
  file: Express.Multer.File | undefined,
): Promise<Extract<ItemSource, { kind: "media" }>> {
  // The type is detected from the content; the type that the client sent is ignored.
  const media = await mediaPipe.transform(file);
  // Cut by code points: a lone surrogate cannot be sent in a header.
  const filename = Array.from(file?.originalname || DEFAULT_FILENAME)
    .slice(-MAX_FILENAME_CHARACTERS)
    .join("");
  return { kind: "media", filename, contentType: media?.contentType ?? "", sizeBytes: file?.size ?? 0 };
}
