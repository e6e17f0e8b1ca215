import { HiveError } from "./hive-error.ts";

/** The client cannot work as it was set up: an option is missing, unknown, or out of its range. Nothing was sent. */
export class HiveConfigError extends HiveError {
  static {
    this.prototype.name = "HiveConfigError";
  }

  readonly kind = "config";
  readonly isRetryable = false;

  /** The option's name, for example `apiKey`; `null` where no single one is at fault. */
  readonly option: string | null;

  constructor(message: string, evidence: { readonly option?: string; readonly cause?: unknown } = {}) {
    super(message, "cause" in evidence ? { cause: evidence.cause } : undefined);
    this.option = evidence.option ?? null;
  }
}
