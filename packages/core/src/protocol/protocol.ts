import type { CheckedSubmission } from "../submission/check-submission.ts";
import type { OpenOptions, Upload } from "../submission/upload.ts";
import type { ReplyFormat } from "./reply/reply-format.ts";

/** A generation of Hive's API. */
export type HiveApi = "v1" | "v2" | "v3";

/** A field of a form: text or media. */
export type FormField =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly upload: Upload };

/** The body of a request. */
export type RequestBody =
  | JsonBody
  | { readonly kind: "none" }
  | { readonly kind: "form"; readonly fields: readonly FormField[] }
  | MediaInJson;

/** A body that is JSON. */
export type JsonBody =
  | { readonly kind: "json"; readonly json: unknown }
  | {
      readonly kind: "jsonWithMedia";
      /** Opens the media and creates the JSON, for each attempt. */
      readonly read: (options: OpenOptions) => Promise<unknown>;
    };

/** Media as a data URI in JSON, if it is small enough; otherwise, in a form. */
export type MediaInJson = {
  readonly kind: "dataUri";
  readonly upload: Upload;
  /** The maximum size of the media in JSON, in bytes. */
  readonly maxBytes: number;
  /** Creates the JSON. @param uri - The media as a data URI. */
  readonly json: (uri: string) => unknown;
  /** The fields of the form. */
  readonly fields: readonly FormField[];
};

/** A request without the base URL, the API key and the encoded body. */
export type RequestPlan<Body extends RequestBody = RequestBody> = {
  readonly method: "GET" | "POST";
  /** The path below the base URL, with the query if there is one. */
  readonly path: string;
  readonly body: Body;
};

/** The options of a call that are sent with the submission; `null` if not given. */
export type SubmissionExtras = {
  /** The model's name. v3 only. */
  readonly model: string | null;
  /** A string that Hive echoes. v2 only. */
  readonly metadata: string | null;
  /** Parameters of the model. */
  readonly params: Readonly<Record<string, unknown>> | null;
  /** The URL of the callback; `null` for none. If it is absent, the submission is synchronous. */
  readonly callbackUrl?: string | null | undefined;
};

/** The limits of a submission that Hive documents; absent if it documents none. */
type DocumentedLimits = {
  /** Bytes of uploaded media. */
  readonly mediaBytes?: number;
  /** Characters of a text, counted as Unicode code points. */
  readonly textCharacters?: number;
};

/** What a connection needs to know about an endpoint. */
export type Endpoint = Pick<Protocol, "api" | "authScheme">;

/** One generation of Hive's API: its paths, field names and response format. */
export interface Protocol {
  /** The generation, as in the client's `api` option. */
  readonly api: HiveApi;
  /** The scheme of the Authorization header. */
  readonly authScheme: "Token" | "Bearer";
  /** The format of its responses. */
  readonly replies: ReplyFormat;
  /** Returns the limits that Hive documents for this generation and model. */
  limits(model: string | null): DocumentedLimits;
  /**
   * Plans a submission.
   * @throws HiveInputError if this generation does not accept the submission.
   * @throws HiveConfigError if it does not accept an option, requires a model and none is given, or has no endpoint for
   * asynchronous submissions.
   */
  plan(submission: CheckedSubmission, extras: SubmissionExtras): RequestPlan;
}
