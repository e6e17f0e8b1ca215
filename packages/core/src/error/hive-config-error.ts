import { HiveError } from "./hive-error.ts";

/** An option of the client, of a call or of a policy is missing, unknown or invalid. Nothing was sent. */
export class HiveConfigError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "config";
  /** Always `false`. */
  declare readonly isRetryable: false;

  /** The path of the option, for example `apiKey` or `retry.limit`; `null` if it does not concern a single option. */
  declare readonly option: string | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(message: string, evidence: { readonly option?: string; readonly cause?: unknown } = {}) {
    super("config", message, { option: null, ...evidence });
  }
}
