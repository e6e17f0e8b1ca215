import { HiveConfigError } from "@hivekit/core";

/** An option that cannot be kept. @param words - What it must be, behind its name, without a full stop. */
export function optionError(
  of: string,
  problem: { readonly option: string; readonly words: string },
): HiveConfigError {
  const { option, words } = problem;
  return new HiveConfigError(`The option ${option} of ${of} ${words}.`, { option });
}
