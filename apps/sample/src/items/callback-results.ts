import { isHiveError } from "@hivekit/core";
import type { HiveTaskError, Task } from "@hivekit/core";
import { OnHiveTask, OnHiveTaskFailure } from "@hivekit/nestjs/callbacks";
import type { HiveCallbackInfo } from "@hivekit/nestjs/callbacks";
import { Inject, Injectable } from "@nestjs/common";
import type { OnModuleDestroy } from "@nestjs/common";
import { exhaustMap, filter, mergeMap, Subscription, timer } from "rxjs";
import type { ItemState } from "../../api/desk-api.ts";
import { CALLBACK_PROJECT } from "../config/project.ts";
import { DeskSettings } from "./desk-settings.ts";
import { findRestriction } from "./find-restriction.ts";
import { FrameAggregator } from "./frame-aggregator.ts";
import type { ItemRow } from "./item-row.ts";
import { ItemStore } from "./item-store.ts";
import { ItemsService } from "./items.service.ts";
import { reportFailure } from "./report-failure.ts";

/**
 * The states that accept a result. A callback may arrive before the acknowledgement is stored, or after the desk was
 * stopped before storing it.
 */
const OPEN: readonly ItemState[] = ["waiting", "submitting", "interrupted"];

/**
 * Stores results of asynchronous submissions, which arrive by callback, and polls for lost callbacks. All steps are
 * idempotent.
 */
@Injectable()
export class CallbackResults implements OnModuleDestroy {
  readonly #store: ItemStore;
  readonly #service: ItemsService;
  readonly #pollIntervalMs: number;
  #polling = Subscription.EMPTY;

  constructor(
    @Inject(ItemStore) store: ItemStore,
    @Inject(ItemsService) service: ItemsService,
    @Inject(DeskSettings) { pollIntervalMs }: DeskSettings,
  ) {
    this.#store = store;
    this.#service = service;
    this.#pollIntervalMs = pollIntervalMs;
    // A callback, most likely of a failure, may have arrived before the task id was stored.
    store.changes
      .pipe(
        filter(({ state }) => state === "waiting"),
        mergeMap(({ id }) => this.#poll(id).catch(reportFailure)),
      )
      .subscribe();
  }

  @OnHiveTask({ project: CALLBACK_PROJECT })
  async handleResult(task: Task): Promise<void> {
    const { row, isObsolete } = await this.#findRow(task);
    const project = row === null ? null : this.#service.findProject(row.project);
    if (row === null || project === null) return;
    const aggregator = new FrameAggregator(project.project);
    const frames = task.results
      .flatMap((result) => result.frames)
      .map((frame) => ({ position: aggregator.add(frame), frame }));
    // A reviewer's decision on an item without a result does not apply to this result.
    const end = { ...aggregator.finish(task), taskId: task.id, reviewerDecision: null, failure: null };
    // The item was submitted again in the meantime. A match concerns its media nevertheless.
    if (isObsolete) {
      if (end.isRestricted === true) await this.#store.restrict(row.id);
      return;
    }
    // A submission whose acknowledgement was lost is `failed`, but Hive may have accepted it.
    const from: readonly ItemState[] = row.taskId === null ? [...OPEN, "failed"] : OPEN;
    await this.#store.change(row.id, from, end, frames);
  }

  @OnHiveTaskFailure({ project: CALLBACK_PROJECT })
  async handleFailure(error: HiveTaskError, { taskId }: Pick<HiveCallbackInfo, "taskId">): Promise<void> {
    const current = await this.#store.findByTask(taskId);
    const row = current ?? (error.partial === null ? null : (await this.#findRow(error.partial)).row);
    if (row === null) return;
    const restriction = findRestriction(error, this.#service.findProject(row.project)?.project.policy ?? {});
    // If the row has no task id yet, this failure may belong to another submission. The polls find out.
    if (current !== null)
      await this.#store.change(row.id, OPEN, {
        ...restriction,
        state: "failed",
        failure: reportFailure(error),
      });
    else if (restriction.isRestricted === true) await this.#store.restrict(row.id);
  }

  /** Polls all waiting tasks now and at each interval, because a callback may be lost. Hive does not bill polls. */
  startPolling(): void {
    this.#polling = timer(0, this.#pollIntervalMs)
      .pipe(exhaustMap(() => this.#pollAll().catch(reportFailure)))
      .subscribe();
  }

  onModuleDestroy(): void {
    this.#polling.unsubscribe();
  }

  async #pollAll(): Promise<void> {
    for (const { id } of await this.#store.findByState("waiting")) {
      if (this.#polling.closed) return;
      await this.#poll(id).catch(reportFailure);
    }
  }

  async #poll(id: string): Promise<void> {
    const row = await this.#store.find(id);
    const hive = this.#service.findProject(row?.project ?? "")?.hive;
    const taskId = row?.taskId ?? null;
    if (taskId === null || hive === undefined) return;
    try {
      const poll = await hive.task(taskId);
      if (poll.state === "done")
        await this.handleResult(poll.nextFrameOffset === null ? poll.task : await hive.wait(taskId));
    } catch (error) {
      if (!isHiveError(error)) throw error;
      if (error.kind === "task") await this.handleFailure(error, { taskId });
      // Hive does not know the task, so no result will arrive.
      else if (error.kind === "http" && error.reason === "not_found")
        await this.#store.change(id, OPEN, { state: "interrupted" });
    }
  }

  /**
   * Finds the item of a task by the task's id, or by its metadata if the task id was not stored.
   *
   * @returns the item, `null` if it was deleted; and whether the item now has another task.
   */
  async #findRow(task: Task): Promise<{ readonly row: ItemRow | null; readonly isObsolete: boolean }> {
    const row = await this.#store.findByTask(task.id);
    if (row !== null || task.metadata === null) return { row, isObsolete: false };
    const submitted = await this.#store.find(task.metadata);
    return { row: submitted, isObsolete: submitted !== null && submitted.taskId !== null };
  }
}
