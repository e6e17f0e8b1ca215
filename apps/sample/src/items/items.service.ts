import { rm } from "node:fs/promises";
import { HiveClosedError, isHiveError } from "@hivekit/core";
import type { Submission, TaskSummary } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import type { HiveService } from "@hivekit/nestjs";
import { ConflictException } from "@nestjs/common";
import type { BeforeApplicationShutdown, OnModuleDestroy } from "@nestjs/common";
import { lastValueFrom, mergeMap, Subject } from "rxjs";
import type { Item, ItemState, ReviewerDecision } from "../../api/desk-api.ts";
import type { Project } from "../config/project.ts";
import { BatchWriter, retryWrite } from "../database/database-writes.ts";
import type { DeskSettings } from "./desk-settings.ts";
import { FrameAggregator } from "./frame-aggregator.ts";
import type { ItemChange, ItemStore, NewFrame } from "./item-store.ts";
import { reportFailure } from "./report-failure.ts";

/** The number of submissions of a project that are in flight at once; the others are queued. */
const MAX_SUBMISSIONS = 4;
/** The number of frames that may wait for the database. Until they are stored, no further frames are read from Hive. */
const MAX_PENDING_FRAMES = 32;

/** The states that a reviewer may cancel. */
const CANCELLABLE: readonly ItemState[] = ["submitting", "waiting"];
/** The states that a reviewer may submit again. */
const RESUBMITTABLE: readonly ItemState[] = ["interrupted", "failed", "cancelled"];

const NOT_RESUBMITTABLE = "Only an interrupted, failed or cancelled item can be submitted again.";

/** The abort reason of a job that was cancelled or deleted: the caller has stored the new state of the item. */
const CANCELLED = new Error("The submission was cancelled.");

/** A submission that is queued or in flight. */
type Job = { readonly item: Item; readonly controller: AbortController; work: Promise<void> };
type ProjectQueue = {
  readonly project: Project;
  readonly hive: HiveService;
  readonly jobs: Subject<Job>;
};

/** Submits items to Hive and stores the results, independently of the request that added the item. */
export class ItemsService implements OnModuleDestroy, BeforeApplicationShutdown {
  readonly #settings: DeskSettings;
  readonly #store: ItemStore;
  /** By project name. */
  readonly #queues = new Map<string, ProjectQueue>();
  /** By item id. */
  readonly #jobs = new Map<string, Job>();

  /** @param services - in the order of the projects. */
  constructor(settings: DeskSettings, store: ItemStore, services: readonly HiveService[]) {
    this.#settings = settings;
    this.#store = store;
    for (const [index, hive] of services.entries()) {
      const project = settings.projects[index];
      if (project === undefined) continue;
      const jobs = new Subject<Job>();
      this.#queues.set(project.name, { project, hive, jobs });
      jobs
        .pipe(mergeMap((job) => (job.work = this.#run(job, { project, hive })), MAX_SUBMISSIONS))
        .subscribe();
    }
  }

  /** Returns a project and its Hive service; `null` if the desk does not have the project. */
  findProject(name: string): Pick<ProjectQueue, "project" | "hive"> | null {
    return this.#queues.get(name) ?? null;
  }

  /** Queues the submission of a stored item. */
  submit(item: Item): void {
    const job: Job = { item, controller: new AbortController(), work: Promise.resolve() };
    this.#jobs.set(item.id, job);
    this.#queues.get(item.project)?.jobs.next(job);
  }

  /** Cancels a submission. Hive may bill it anyway. @throws ConflictException if it has finished. */
  async cancel(id: string): Promise<void> {
    // The state is stored first, so that the end of the job does not change the item.
    const item = await this.#store.change(id, CANCELLABLE, {
      state: "cancelled",
      verdict: null,
      decision: null,
    });
    if (item === null) throw conflict("The item is finished, so it can no longer be cancelled.");
    await this.#stop(id);
  }

  /** Stores a reviewer's decision on a finished item. @throws ConflictException if a result may still arrive. */
  async decide(id: string, decision: Pick<ReviewerDecision, "decision" | "note">): Promise<void> {
    const item = await this.#store.decide(id, ["done", ...RESUBMITTABLE], decision);
    if (item === null) throw conflict("The item is in progress. Decide when it is finished.");
  }

  /**
   * Submits an item again on behalf of a reviewer; Hive bills it again.
   *
   * @throws ConflictException if it is in progress or has a result.
   */
  async resubmit(id: string): Promise<Item> {
    // Read before the row, because a job that starts later must not be awaited here: its item would be submitted twice.
    const job = this.#jobs.get(id);
    const { project, state } = await this.#store.row(id);
    if (this.findProject(project) === null)
      throw conflict(`The desk no longer has the project ${project}, so the item cannot be submitted again.`);
    if (!RESUBMITTABLE.includes(state)) throw conflict(NOT_RESUBMITTABLE);
    await job?.work;
    // Done before the reset, because it may fail, and an item that was reset must be submitted.
    await this.#settings.removeMasks(id);
    const item = await this.#store.reset(id, RESUBMITTABLE);
    if (item === null) throw conflict(NOT_RESUBMITTABLE);
    this.submit(item);
    return item;
  }

  /** Deletes an item with its submission and media. */
  async remove(id: string): Promise<void> {
    await this.#store.remove(id);
    await this.#stop(id);
    // The item is deleted even if its files cannot be deleted.
    await rm(this.#settings.mediaPath(id), { force: true }).catch(reportFailure);
    await this.#settings.removeMasks(id).catch(reportFailure);
  }

  /** Aborts all submissions, including queued ones. */
  onModuleDestroy(): void {
    for (const { controller } of this.#jobs.values())
      controller.abort(new HiveClosedError("The desk was stopped."));
  }

  /** Waits until the states of all submissions are stored. */
  async beforeApplicationShutdown(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all([...this.#jobs.values()].map(({ work }) => work));
  }

  /** Aborts a job and waits until it no longer writes. */
  async #stop(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    job?.controller.abort(CANCELLED);
    await job?.work;
  }

  async #run(job: Job, { project, hive }: Pick<ProjectQueue, "project" | "hive">): Promise<void> {
    const { item, controller } = job;
    const { signal } = controller;
    try {
      signal.throwIfAborted();
      // `null`: cancelled or deleted in the meantime.
      if ((await this.#store.change(item.id, ["submitting"], { wasSent: true })) === null) return;
      if (project.callbacks === null) await this.#readFrames(item, { project, hive, signal });
      else {
        // Hive returns the item's id with the result, in case this process ends before the task id is stored.
        const { id: taskId } = await hive.submit(this.#toSubmission(item), { signal, metadata: item.id });
        await this.#write({ item, signal }, { state: "waiting", taskId });
      }
    } catch (error) {
      if (signal.reason === CANCELLED) return;
      const isClosed = isHiveError(error) && error.kind === "closed";
      const end: ItemChange = isClosed
        ? { state: "interrupted" }
        : { state: "failed", failure: reportFailure(error) };
      await this.#write({ item, signal }, { ...end, verdict: null, decision: null }).catch(reportFailure);
    } finally {
      if (this.#jobs.get(item.id) === job) this.#jobs.delete(item.id);
    }
  }

  /** Reads frames as they arrive. Further frames are read when the previous ones are stored. */
  async #readFrames(
    item: Item,
    { project, hive, signal }: Pick<ProjectQueue, "project" | "hive"> & { readonly signal: AbortSignal },
  ): Promise<void> {
    const aggregator = new FrameAggregator(project);
    const writer = new BatchWriter<NewFrame>((batch) =>
      this.#write({ item, signal }, aggregator.progress(), batch),
    );
    const summaries: TaskSummary[] = [];
    const stored = hive.mapFrames(
      this.#toSubmission(item),
      (frame) => writer.write({ position: aggregator.add(frame), frame }),
      { signal, concurrency: MAX_PENDING_FRAMES, onSummary: (summary) => summaries.push(summary) },
    );
    try {
      await lastValueFrom(stored, { defaultValue: undefined });
    } finally {
      await writer.idle();
    }
    for (const summary of summaries) await this.#write({ item, signal }, aggregator.finish(summary));
  }

  /** Stores a change to an item that is still being submitted, with retries. */
  async #write(
    { item, signal }: { readonly item: Item; readonly signal: AbortSignal },
    change: ItemChange,
    frames: readonly NewFrame[] = [],
  ): Promise<void> {
    const write = (): Promise<unknown> => this.#store.change(item.id, ["submitting"], change, frames);
    await retryWrite(write, { signal, delayMs: this.#settings.writeRetryMs });
  }

  #toSubmission({ id, source }: Item): Submission {
    if (source.kind === "url") return { url: source.url };
    if (source.kind === "text") return { text: source.text };
    const { filename, contentType } = source;
    return { media: fromPath(this.#settings.mediaPath(id)), filename, contentType };
  }
}

function conflict(message: string): ConflictException {
  return new ConflictException({ kind: "conflict", message });
}
