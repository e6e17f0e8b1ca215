import type { CheckedSubmission } from "../submission/check-submission.ts";
import type { Upload } from "../submission/upload.ts";
import type { ReplyFormat } from "./reply/reply-format.ts";

/** A generation of Hive's API. */
export type HiveApi = "v1" | "v2" | "v3";

/** One field of a form: a text, or media. */
export type FormField =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly upload: Upload };

/** What a request carries. */
export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "form"; readonly fields: readonly FormField[] }
  | { readonly kind: "json"; readonly json: unknown };

/** What has to be sent, without the address, the key and the bytes. */
export type RequestPlan = {
  readonly method: "GET" | "POST";
  /** Path below the API's address; with a query where the request has one. */
  readonly path: string;
  readonly body: RequestBody;
};

/** What a call sends along with the submission. */
export type SubmissionExtras = {
  /** The model's name, for a generation whose address names it. */
  readonly model: string | null;
  /** A string that Hive echoes. */
  readonly metadata: string | null;
  /** Parameters of the model. */
  readonly params: Readonly<Record<string, unknown>> | null;
};

/** Which frames of a finished task are asked for. */
export type PageOfFrames = { readonly frameLimit: number; readonly frameOffset: number };

/** What Hive documents as the largest submission; `null` where it documents nothing. */
type DocumentedLimits = {
  /** Bytes of media that is uploaded. */
  readonly mediaBytes: number | null;
  /** Characters of a text, counted as Unicode code points. */
  readonly textCharacters: number | null;
};

/** A place in a JSON document: keys of objects and indexes of arrays, from the root. */
export type JsonPath = readonly (string | number)[];

/** One generation of Hive's API: the only place that knows its paths, names and forms. */
export interface Protocol {
  /** The generation, as the client's `api` option names it. */
  readonly api: HiveApi;
  /** The scheme of the Authorization header. */
  readonly authScheme: "Token" | "Bearer";
  /** How its replies look. */
  readonly replies: ReplyFormat;
  /** @returns what Hive documents for this generation and model. */
  limits(model: string | null): DocumentedLimits;
  /**
   * Says what to send to have something classified while the request waits.
   * @throws HiveInputError if this generation does not take such a submission.
   * @throws HiveConfigError if it needs a model and there is none.
   */
  plan(submission: CheckedSubmission, extras: SubmissionExtras): RequestPlan;
  /**
   * Says what to send to have something classified later.
   * @throws HiveConfigError if this generation has no such endpoint.
   */
  planLater(
    submission: CheckedSubmission,
    extras: SubmissionExtras & { readonly callbackUrl: string | null },
  ): RequestPlan;
  /**
   * Says what to send to look at a task.
   * @throws HiveConfigError if this generation has no such endpoint.
   */
  planLook(id: string, page: PageOfFrames): RequestPlan;
}
