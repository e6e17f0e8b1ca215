import { redactCode, redactOptional } from "../../error/redact-message.ts";
import { looseObject } from "../wire/read-wire.ts";

/**
 * Reads Hive's code and message from the body of an error response, of any API generation.
 *
 * @param body - Any text: Hive's JSON, HTML of a proxy, or nothing. Only JSON yields a code or a message.
 */
export function decodeErrorBody(
  body: string,
  secrets: readonly string[],
): { readonly hiveCode: string | null; readonly hiveMessage: string | null } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    // The status is sufficient; the markup of a proxy would not help.
  }
  const { return_code: returnCode, status_code: statusCode, message } = looseObject(json);
  const code = returnCode ?? statusCode ?? null;
  return {
    hiveCode: code === null ? null : redactCode(code, secrets),
    hiveMessage: redactOptional(message, secrets),
  };
}
