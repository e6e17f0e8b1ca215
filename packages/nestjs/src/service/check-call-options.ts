import type { CallOptions } from "@hivekit/core";
import { abortSignal, checkOptions, functionValue } from "@hivekit/core/options";
import type { OptionCheck } from "@hivekit/core/options";

const checkedByClient: OptionCheck = () => {};

/**
 * Checks the call options that the service itself uses, before the call begins. The client gets its own signal and
 * `onAttempt` from the service, so it cannot detect invalid ones. It checks all other options.
 *
 * @throws HiveConfigError if the options are not an object, or `signal` or `onAttempt` is invalid.
 */
export function checkCallOptions(options: unknown): asserts options is CallOptions {
  const names = Object.keys(Object(options));
  const others = Object.fromEntries(names.map((name) => [name, checkedByClient]));
  checkOptions<object>(options, { ...others, signal: abortSignal, onAttempt: functionValue });
}
