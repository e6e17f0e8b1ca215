import { isHiveError, isRestricted } from "@hivekit/core";
import type { Policy } from "@hivekit/core/policy";
import { findCsamThreshold } from "../config/csam-threshold.ts";
import type { ItemChange } from "./item-store.ts";

/** Returns the change that restricts an item if the part of its result that succeeded contains a match. */
export function findRestriction(failure: unknown, policy: Policy): Pick<ItemChange, "isRestricted"> {
  const partial = isHiveError(failure) && failure.kind === "task" ? failure.partial : null;
  const frames = partial?.results.flatMap((result) => result.frames) ?? [];
  return frames.some((frame) => isRestricted(frame, findCsamThreshold(policy))) ? { isRestricted: true } : {};
}
