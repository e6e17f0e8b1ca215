/** The request's body broke off: there is nobody to answer, so the failure goes to the caller of `fetch` as a failed connection. */
export class UploadInterrupted extends Error {
  override readonly name = "UploadInterrupted";
}
