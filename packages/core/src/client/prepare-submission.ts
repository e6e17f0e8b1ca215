import { HiveInputError } from "../error/hive-input-error.ts";
import type { Protocol } from "../protocol/protocol.ts";
import { checkSubmission } from "../submission/check-submission.ts";
import type { CheckedSubmission } from "../submission/check-submission.ts";
import type { Submission } from "../submission/submission.ts";
import { canReopen } from "../submission/upload.ts";
import type { ConnectionRequest } from "../transport/connection.ts";
import type { CallOptions } from "./call-options.ts";
import type { HiveClientOptions } from "./client-options.ts";

/**
 * Turns a submission into a request, without sending anything.
 *
 * @param context - `plan` creates the protocol's request to the endpoint.
 * @throws HiveInputError if this API generation does not accept the submission, or it exceeds a limit.
 * @throws HiveConfigError if this API generation does not accept an option, requires a model, or has no such endpoint.
 */
export function prepareSubmission(
  submission: Submission,
  context: {
    readonly options: CallOptions;
    readonly client: HiveClientOptions;
    readonly protocol: Protocol;
    readonly plan: Protocol["plan"];
  },
): Omit<ConnectionRequest, "isStream"> {
  const { options, client, protocol } = context;
  const checked = checkSubmission(submission);
  const { model = client.model ?? null, metadata = null, params = null } = options;
  const plan = context.plan(checked, { model, metadata, params });
  const documented = protocol.limits(model);
  const { limits = {} } = client;
  const { mediaBytes = documented.mediaBytes, textCharacters = documented.textCharacters } = limits;
  checkTextLength(checked.text ?? "", textCharacters ?? Infinity);
  return {
    plan,
    settings: options,
    secrets: listSecrets(checked),
    canReopen: checked.kind !== "media" || canReopen(checked.upload),
    maxMediaBytes: mediaBytes,
  };
}

function checkTextLength(text: string, limit: number): void {
  // A text never has more code points than code units.
  if (text.length <= limit) return;
  const actual = Array.from(text).length;
  if (actual <= limit) return;
  throw new HiveInputError(
    `The text exceeds ${limit} characters; split it, or raise limits.textCharacters.`,
    { limit, actual, unit: "characters" },
  );
}

function listSecrets(checked: CheckedSubmission): readonly string[] {
  const secrets = checked.text === null ? [] : [checked.text];
  // Origin and path of a URL are not secret.
  if (checked.kind === "url") secrets.push(checked.url.replace(/^[^?#]*[?#]?/, ""));
  return secrets;
}
