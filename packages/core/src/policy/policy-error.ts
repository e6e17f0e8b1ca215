import { HiveConfigError } from "../error/hive-config-error.ts";

/** @param path - Where in the policy; "" for all of it. @param words - What is wrong, behind the path, without a full stop. */
export function policyError(path: string, words: string): HiveConfigError {
  return path === ""
    ? new HiveConfigError(`The policy ${words}.`)
    : new HiveConfigError(`The policy's ${path} ${words}.`, { option: path });
}
