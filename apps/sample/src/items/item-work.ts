import type { Submission } from "@hivekit/core";
import type { HiveService } from "@hivekit/nestjs";
import type { Item } from "../../api/desk-api.ts";
import type { Project } from "../config/project.ts";
import type { ItemChange, NewFrame } from "./item-store.ts";

/** The submission of one item, and how its result is stored. */
export type ItemWork = {
  /** The item as it was stored immediately before this submission. */
  readonly item: Item;
  readonly project: Project;
  readonly hive: HiveService;
  readonly submission: Submission;
  /** Aborted when the item is cancelled or deleted, and when the desk stops. */
  readonly signal: AbortSignal;
  /**
   * Stores a change to the item, with retries, while it is still being submitted.
   *
   * @returns the changed item; `null` if it was cancelled or deleted, or a result has arrived by callback.
   */
  readonly write: (change: ItemChange, frames?: readonly NewFrame[]) => Promise<Item | null>;
};

/**
 * Submits an item to Hive and stores what arrives until the item is `done` or `waiting`. There is one for each kind of
 * project.
 *
 * @throws the errors of Hive and of the database. The caller stores the end of the item.
 */
export type SubmitItem = (work: ItemWork) => Promise<void>;
