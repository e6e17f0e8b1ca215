import type { IncomingMessage } from "node:http";
import type { DeskSettings } from "../items/desk-settings.ts";
import { requireSpace } from "../items/disk-space.ts";

/**
 * Creates a filter for multer that rejects an upload for which the disk has no space before its first byte is stored.
 */
export function createSpaceFilter(
  settings: DeskSettings,
): (
  request: IncomingMessage,
  file: unknown,
  done: (error: Error | null, isAccepted: boolean) => void,
) => void {
  return ({ headers }, _file, done) => {
    // The form's other parts are small. The length is unknown if the client sends chunks.
    requireSpace(settings, Number(headers["content-length"] ?? 0)).then(
      () => done(null, true),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
    );
  };
}
