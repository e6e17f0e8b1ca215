/** Facts beside a log message: numbers, short words, no secrets. */
export type HiveLogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where a client logs to. A logger that throws is ignored. */
export interface HiveLogger {
  /** Every attempt, with its status and duration. */
  debug(message: string, fields: HiveLogFields): void;
  /** Pauses that Hive's rate limit asks for. */
  info(message: string, fields: HiveLogFields): void;
  /** Attempts that failed. */
  warn(message: string, fields: HiveLogFields): void;
  /** A callback of yours, such as `onAttempt`, that threw. */
  error(message: string, fields: HiveLogFields): void;
}

/** Calls what the caller gave; a mistake in it, now or later, must not lose a result that was paid for. */
export function callSafely(action: () => unknown, onError: () => void = () => {}): void {
  try {
    void Promise.resolve(action()).catch(onError);
  } catch {
    onError();
  }
}
