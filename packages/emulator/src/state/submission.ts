import type { ChatRequest } from "../chat/chat-request.ts";

/** The form field, or the key in v3's JSON, that contains the content of a submission. */
export type SubmissionField =
  | "image"
  | "image_url"
  | "media"
  | "url"
  | "text_data"
  | "media_url"
  | "media_base64"
  | "text"
  | "messages";

/** A submission, independent of the API generation. */
export type Submission = {
  readonly field: SubmissionField;
  readonly content:
    | { readonly kind: "file"; readonly file: Blob; readonly filename: string | null }
    | { readonly kind: "url"; readonly url: string }
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "chat"; readonly chat: ChatRequest };
  /** The text that v1 accepts in addition to the media; `null` for none. */
  readonly accompanyingText: string | null;
  /** The options of the model; `null` for none. */
  readonly options: Readonly<Record<string, unknown>> | null;
  /** The metadata to echo in the reply; `null` for none. */
  readonly metadata: string | null;
  /** The URL to which the result is posted; `null` for none. */
  readonly callbackUrl: string | null;
};

/** The optional properties, for a submission that has none of them. */
export const NO_EXTRAS = {
  accompanyingText: null,
  options: null,
  metadata: null,
  callbackUrl: null,
} as const;
