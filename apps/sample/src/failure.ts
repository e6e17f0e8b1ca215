import { isHiveError } from "@hivekit/core";
import type { HiveErrorKind } from "@hivekit/core";
import { hiveHttpException } from "@hivekit/nestjs";

/** What a client is told about a failure. */
export type Failure = { readonly kind: HiveErrorKind | "other"; readonly message: string };

/** Messages of Hivekit are safe to show, as its filter shows them; those of anything else may not be. */
export function failureOf(error: unknown): Failure {
  if (!isHiveError(error)) return { kind: "other", message: "Something went wrong on the server." };
  return { kind: error.kind, message: hiveHttpException(error).message };
}
