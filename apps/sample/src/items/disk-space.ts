import { HttpException, HttpStatus } from "@nestjs/common";
import type { DeskSettings } from "./desk-settings.ts";

/**
 * Free space that is reserved for accepted submissions: 16 MiB for a segment of the database's log, the rest for
 * results.
 */
const RESERVED_BYTES = 24 * 1024 * 1024;

/** The message for reviewers and operators. */
export const DISK_IS_FULL =
  "The disk is full, so the desk cannot store submissions. Free some space, then try again.";

/** HTTP 507. The message is safe to show. */
export class InsufficientStorageException extends HttpException {
  constructor() {
    super({ kind: "storage", message: DISK_IS_FULL }, HttpStatus.INSUFFICIENT_STORAGE);
  }
}

/**
 * Whether the disk of the media has space for a submission and its result.
 *
 * @param sizeBytes - the size of the media that is not yet stored.
 */
export async function hasSpace(settings: DeskSettings, sizeBytes = 0): Promise<boolean> {
  return (await settings.readFreeBytes()) >= RESERVED_BYTES + sizeBytes;
}

/** @throws InsufficientStorageException if {@link hasSpace} is false. */
export async function requireSpace(settings: DeskSettings, sizeBytes?: number): Promise<void> {
  if (!(await hasSpace(settings, sizeBytes))) throw new InsufficientStorageException();
}
