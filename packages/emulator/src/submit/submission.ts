/** The form field, or the key in v3's `input`, that carried what is to be judged. */
export type SubmissionField =
  | "image"
  | "image_url"
  | "media"
  | "url"
  | "text_data"
  | "media_url"
  | "media_base64"
  | "text";

/** What a request asks to have judged, whatever generation it speaks. */
export type Submission = {
  readonly field: SubmissionField;
  readonly content:
    | { readonly kind: "file"; readonly file: Blob; readonly filename: string | null }
    | { readonly kind: "url"; readonly url: string }
    | { readonly kind: "text"; readonly text: string };
  /** v1's text beside the media; `null` for none. */
  readonly textBeside: string | null;
  /** What is to be echoed; `null` for nothing. */
  readonly metadata: string | null;
  /** Where the result is to be posted; `null` for nowhere. */
  readonly callbackUrl: string | null;
};

/** A submission without the extras that v2 alone has. */
export const NO_EXTRAS = { textBeside: null, metadata: null, callbackUrl: null } as const;
