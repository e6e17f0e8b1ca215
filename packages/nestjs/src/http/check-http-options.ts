import { HiveConfigError } from "@hivekit/core";
import type { HiveMediaType } from "./media-check.ts";

/** What each option of something must be; it has no others. */
export type OptionChecks = {
  readonly [option: string]: readonly [isRight: (value: unknown) => boolean, words: string];
};

const MEDIA_TYPES: { readonly [type in HiveMediaType]: true } = {
  "image/jpeg": true,
  "image/png": true,
  "image/gif": true,
  "image/webp": true,
  "video/mp4": true,
  "video/quicktime": true,
  "video/webm": true,
  "video/x-msvideo": true,
};

/** What `true` and `false` are. */
export const SWITCH: OptionChecks[string] = [(value) => typeof value === "boolean", "must be true or false"];

/** The options of a `MediaCheck`. */
export const MEDIA_CHECKS: OptionChecks = {
  types: [
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((type) => typeof type === "string" && Object.hasOwn(MEDIA_TYPES, type)),
    `must be a list of one or more of ${Object.keys(MEDIA_TYPES).join(", ")}`,
  ],
  maxBytes: [(value) => typeof value === "number" && value >= 1, "must be a number of bytes, 1 or more"],
};

/**
 * Checks options that may have been written without types: a limit that is no number, or has a typing error in its name, would limit nothing.
 *
 * @param of - Whose they are, for the error.
 * @throws HiveConfigError that names the option.
 */
export function checkHttpOptions(of: string, options: object, checks: OptionChecks): void {
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, option) ? checks[option] : undefined;
    const [isRight, words] = check ?? [
      () => false,
      `is not known; known are ${Object.keys(checks).join(", ")}`,
    ];
    if (!isRight(value)) throw new HiveConfigError(`${of}'s ${option} ${words}.`, { option });
  }
}
