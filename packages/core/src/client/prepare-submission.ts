import { HiveInputError } from "../error/hive-input-error.ts";
import type { Protocol } from "../protocol/protocol.ts";
import { checkSubmission } from "../submission/check-submission.ts";
import type { Submission } from "../submission/submission.ts";
import { canReopen } from "../submission/upload.ts";
import type { ConnectionRequest } from "../transport/connection.ts";
import { copyWellFormed, toWellFormed } from "../value/well-formed.ts";
import type { CallOptions } from "./call-options.ts";
import type { HiveClientOptions } from "./client-options.ts";

/** The part of a text above the limit whose characters are counted, in UTF-16 units, so that rejecting it is fast. */
const MEASURED_UNITS = 1024 * 1024;

/**
 * Turns a submission into a request, without sending anything.
 *
 * @throws HiveInputError if this API generation does not accept the submission, or it exceeds a limit.
 * @throws HiveConfigError if this API generation does not accept an option, requires a model, or has no such endpoint.
 */
export function prepareSubmission(
  submission: Submission,
  context: {
    readonly options: CallOptions;
    readonly client: HiveClientOptions;
    readonly protocol: Protocol;
    /** The URL of the callback; `null` for none. If it is absent, the submission is synchronous. */
    readonly callbackUrl?: string | null | undefined;
  },
): ConnectionRequest {
  const { options, client, protocol, callbackUrl } = context;
  const given = checkSubmission(submission);
  const { model = client.model ?? null, metadata = null, params = null } = options;
  const documented = protocol.limits(model);
  const { mediaBytes = documented.mediaBytes, textCharacters = documented.textCharacters } =
    client.limits ?? {};
  checkTextLength(given.text ?? "", textCharacters ?? Infinity);
  const checked = given.text === null ? given : { ...given, text: toWellFormed(given.text) };
  return {
    plan: protocol.plan(checked, {
      model,
      metadata,
      params: params && copyWellFormed(params),
      callbackUrl,
    }),
    settings: options,
    // Origin and path of a submitted URL are not secret. Anyone who knows the callback URL can post false results.
    secrets: [
      checked.text ?? "",
      checked.kind === "url" ? checked.url.replace(/^[^?#]*[?#]?/, "") : "",
      callbackUrl ?? "",
    ],
    canReopen: checked.kind !== "media" || canReopen(checked.upload),
    maxMediaBytes: mediaBytes ?? null,
  };
}

function checkTextLength(text: string, limit: number): void {
  let actual = text.length;
  if (actual <= limit) return;
  // A text never has more code points than code units, and at least half as many.
  for (const point of text.slice(0, Math.max(2 * limit, MEASURED_UNITS))) actual -= point.length - 1;
  if (actual <= limit) return;
  throw new HiveInputError(
    `The text has ${actual} characters, and the limit is ${limit}; split it (see classifyText), or raise limits.textCharacters.`,
    { limit, actual, unit: "characters" },
  );
}
