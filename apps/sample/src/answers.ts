import { isHiveError } from "@hivekit/core";
import type { HiveTaskError, Task } from "@hivekit/core";
import { OnHiveTask, OnHiveTaskFailure } from "@hivekit/nestjs/callbacks";
import type { HiveCallbackInfo } from "@hivekit/nestjs/callbacks";
import { Inject, Injectable } from "@nestjs/common";
import type { OnModuleDestroy } from "@nestjs/common";
import { exhaustMap, filter, mergeMap, Subscription, timer } from "rxjs";
import type { ItemState } from "../api/desk-api.ts";
import { DeskSettings } from "./desk-settings.ts";
import { Desk } from "./desk.ts";
import { failureOf } from "./failure.ts";
import { ItemStore } from "./item-store.ts";
import { CALLBACK_PROJECT } from "./project.ts";
import type { ItemRow } from "./show-item.ts";
import { Tally } from "./tally.ts";

/** Where an answer is still of use: it may come before the acknowledgement is stored, or after the desk ended in between. */
const OPEN: readonly ItemState[] = ["waiting", "submitting", "interrupted"];

/** Takes the answers that come later, by callback, and asks after those that do not. All of it may be done twice. */
@Injectable()
export class Answers implements OnModuleDestroy {
  readonly #store: ItemStore;
  readonly #desk: Desk;
  readonly #lookEveryMs: number;
  #looking = Subscription.EMPTY;

  constructor(
    @Inject(ItemStore) store: ItemStore,
    @Inject(Desk) desk: Desk,
    @Inject(DeskSettings) { lookEveryMs }: DeskSettings,
  ) {
    this.#store = store;
    this.#desk = desk;
    this.#lookEveryMs = lookEveryMs;
    // An answer, a failure above all, may have come before it was stored whose it is.
    store.changes
      .pipe(
        filter(({ state }) => state === "waiting"),
        mergeMap(({ id }) => this.#look(id).catch(failureOf)),
      )
      .subscribe();
  }

  @OnHiveTask({ project: CALLBACK_PROJECT })
  async take(task: Task): Promise<void> {
    const row = await this.#rowOf(task);
    const way = row === null ? null : this.#desk.way(row.project);
    // Deleted meanwhile, or submitted again: nobody waits for this one.
    if (row === null || way === null) return;
    const tally = new Tally(way.project);
    const frames = task.results
      .flatMap((result) => result.frames)
      .map((frame) => ({ position: tally.take(frame), frame }));
    // What a person said of an item without a result does not hold of this one.
    const end = { ...tally.end(task), taskId: task.id, humanDecision: null };
    // It may look failed because the acknowledgement never came.
    const from: readonly ItemState[] = row.taskId === null ? [...OPEN, "failed"] : OPEN;
    await this.#store.change(row.id, from, { ...end, failure: null }, frames);
  }

  @OnHiveTaskFailure({ project: CALLBACK_PROJECT })
  async fail(error: HiveTaskError, { taskId }: Pick<HiveCallbackInfo, "taskId">): Promise<void> {
    const row = await this.#store.byTask(taskId);
    if (row !== null) await this.#store.change(row.id, OPEN, { state: "failed", failure: failureOf(error) });
  }

  /** Looks at each task that waits, now and every so often: its callback may have been lost. Looking is not billed. */
  keepLooking(): void {
    this.#looking = timer(0, this.#lookEveryMs)
      .pipe(exhaustMap(() => this.#lookAtAll().catch(failureOf)))
      .subscribe();
  }

  onModuleDestroy(): void {
    this.#looking.unsubscribe();
  }

  async #lookAtAll(): Promise<void> {
    for (const { id } of await this.#store.inState("waiting")) {
      if (this.#looking.closed) return;
      await this.#look(id).catch(failureOf);
    }
  }

  async #look(id: string): Promise<void> {
    const row = await this.#store.find(id);
    const hive = this.#desk.way(row?.project ?? "")?.hive;
    const taskId = row?.taskId ?? null;
    if (taskId === null || hive === undefined) return;
    try {
      const look = await hive.task(taskId);
      if (look.state === "done")
        await this.take(look.nextFrameOffset === null ? look.task : await hive.wait(taskId));
    } catch (error) {
      if (!isHiveError(error)) throw error;
      if (error.kind === "task") await this.fail(error, { taskId });
      // Hive does not know it: no answer will come.
      else if (error.kind === "http" && error.reason === "not_found")
        await this.#store.change(id, OPEN, { state: "interrupted" });
    }
  }

  async #rowOf(task: Task): Promise<ItemRow | null> {
    const known = await this.#store.byTask(task.id);
    if (known !== null || task.metadata === null) return known;
    const meant = await this.#store.find(task.metadata);
    return meant?.taskId === null ? meant : null;
  }
}
