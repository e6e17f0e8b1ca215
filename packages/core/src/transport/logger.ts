/** The fields of a log record: numbers and short strings, no secrets. */
export type HiveLogFields = Readonly<Record<string, string | number | boolean | null>>;

/** A logger. Its errors are ignored. */
export interface HiveLogger {
  /** Logs each 2xx response, with status and duration. */
  debug(message: string, fields: HiveLogFields): void;
  /** Logs each wait for Hive's rate limit. */
  info(message: string, fields: HiveLogFields): void;
  /** Logs each failed attempt. */
  warn(message: string, fields: HiveLogFields): void;
  /** Logs errors of your callbacks, such as `onAttempt`. */
  error(message: string, fields: HiveLogFields): void;
}

/** Calls a function of the caller. If it fails, synchronously or not, a result that was billed must not be lost. */
export async function callSafely(action: () => unknown, onError: () => void = () => {}): Promise<void> {
  try {
    await action();
  } catch {
    onError();
  }
}
