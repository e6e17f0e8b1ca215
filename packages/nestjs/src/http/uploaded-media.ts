/** A file as multer leaves it, in memory or on disk. */
export type UploadedMedia = {
  /** Its bytes; absent for a file on disk. */
  readonly buffer?: Uint8Array | undefined;
  /** Where it is on disk; absent for a file in memory. */
  readonly path?: string | undefined;
  /** Its name, as the sender gave it. */
  readonly originalname?: string | undefined;
};

/** Whether something is a file as multer leaves it. */
export function isUploadedMedia(value: unknown): value is UploadedMedia {
  if (typeof value !== "object" || value === null) return false;
  const hasBytes = "buffer" in value && value.buffer instanceof Uint8Array;
  return hasBytes || ("path" in value && typeof value.path === "string");
}
