import { BadRequestException, NotFoundException, ParseUUIDPipe } from "@nestjs/common";
import type { PipeTransform } from "@nestjs/common";
import * as z from "zod";
import { checkValue } from "../config/check-value.ts";

const MAX_NOTE_CHARACTERS = 2000;
const MAX_URL_CHARACTERS = 2048;

/** The maximum length of text that Hive accepts, in code points. */
export const MAX_TEXT_CHARACTERS = 1024;

/** Reads an item's id from the path. Anything but a UUID is HTTP 404. */
export const ITEM_ID = new ParseUUIDPipe({
  exceptionFactory: () =>
    new NotFoundException({ kind: "not_found", message: "There is no item with this id." }),
});

/** Checks a part of a request. @throws BadRequestException (400) with the problem. */
export function checkInput<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  return checkValue(schema, value, { createError: (message) => new BadRequestException(message) });
}

/** PostgreSQL text cannot contain NUL. */
const isStorable = (text: string): boolean => !text.includes("\0");

function filterParameter(name: string) {
  const message = `Send the query parameter ${name} once, without NUL characters.`;
  return z
    .string(message)
    .refine(isStorable, message)
    .optional()
    .transform((value) => value || undefined);
}

/** The query of `GET /api/items`. An empty parameter matches all items. */
export const ItemQuery = z.object({
  decision: filterParameter("decision"),
  class: filterParameter("class"),
  tag: filterParameter("tag"),
  project: filterParameter("project"),
  state: filterParameter("state"),
  before: filterParameter("before").refine(
    (value) => /^\d{1,15}$/.test(value ?? "0"),
    "The query parameter before must be the next value of the previous page.",
  ),
});

/** The query of `DELETE /api/items/:id`. */
export const DeletionQuery = z.object({
  deletesEvidence: z
    .enum(["true", "false"], 'The query parameter deletesEvidence must be "true" or "false".')
    .default("false")
    .transform((value) => value === "true"),
});

/** The body of `POST /api/items/:id/decisions`. */
export const DecisionBody = z.object(
  {
    decision: z.enum(["allow", "block"], 'decision must be "allow" or "block".'),
    note: z
      .string("note must be text.")
      .max(MAX_NOTE_CHARACTERS, `note must have at most ${MAX_NOTE_CHARACTERS} characters.`)
      .refine(isStorable, "note must not contain NUL characters.")
      .default(""),
  },
  'Send a JSON object with decision ("allow" or "block") and an optional note.',
);

const policyText = z
  .string("text must be the text of a policy.")
  .refine(isStorable, "text must not contain NUL characters.");

/** The body of `POST /api/items/:id/trials`. */
export const PolicyTrialBody = z.object({ text: policyText }, "Send a JSON object with text.");

/** The highest number of PostgreSQL's type integer. */
const MAX_VERSION = 2 ** 31 - 1;

/** The body of `PUT /api/projects/:project/policy`. */
export const PolicyUpdateBody = z.object(
  {
    text: policyText,
    basedOn: z
      .int("basedOn must be the number of the version that was edited.")
      .min(1, "basedOn must be at least 1.")
      .max(MAX_VERSION - 1, "basedOn must be the number of an existing version."),
  },
  "Send a JSON object with text and basedOn, the number of the version that was edited.",
);

/** Reads the number of a policy's version from the path. Anything else is HTTP 404. */
export const POLICY_VERSION: PipeTransform<string, number> = {
  transform: (value) => {
    const version = Number(value);
    if (/^\d+$/.test(value) && version <= MAX_VERSION) return version;
    throw new NotFoundException({ kind: "not_found", message: "The policy has no such version." });
  },
};

function formField(name: string) {
  return z
    .string(`Send the form field ${name} once, as text.`)
    .optional()
    .transform((value) => (value === undefined || value.trim() === "" ? undefined : value));
}

/** The form of `POST /api/items`, except for its file. A blank field counts as missing. */
export const SubmissionForm = z.object({
  project: z.string("Send the form field project once, as text.").optional(),
  url: formField("url"),
  text: formField("text"),
});

/** A URL to submit, without surrounding whitespace. */
export const SubmittedUrl = z
  .string()
  .refine(
    isPublicUrl,
    `url must be an http or https URL without user info, with at most ${MAX_URL_CHARACTERS} characters.`,
  )
  .transform((text) => new URL(text.trim()).href);

/** Text to submit. */
export const SubmittedText = z.string().refine((text) => Array.from(text).length <= MAX_TEXT_CHARACTERS, {
  error: ({ input }) =>
    `text must have at most ${MAX_TEXT_CHARACTERS} characters, got ${Array.from(String(input)).length}.`,
});

function isPublicUrl(text: string): boolean {
  const url = URL.parse(text.trim());
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === "" &&
    url.password === "" &&
    text.length <= MAX_URL_CHARACTERS
  );
}
