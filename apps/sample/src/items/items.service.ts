import { rm } from "node:fs/promises";
import { HiveClosedError, isHiveError } from "@hivekit/core";
import type { HiveService } from "@hivekit/nestjs";
import { ConflictException } from "@nestjs/common";
import type { BeforeApplicationShutdown, OnModuleDestroy } from "@nestjs/common";
import { mergeMap, Subject } from "rxjs";
import type { Item, ItemState } from "../../api/desk-api.ts";
import type { Project } from "../config/project.ts";
import { isDiskFull, isOutcomeUnknown, retryRequest, retryResult } from "../database/database-writes.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import type { DeskSettings } from "./desk-settings.ts";
import { requireSpace } from "./disk-space.ts";
import type { ItemRow } from "./item-row.ts";
import type { DecisionInput, ItemChange, ItemStore, NewFrame } from "./item-store.ts";
import type { ItemWork, SubmitItem } from "./item-work.ts";
import { reportFailure } from "./report-failure.ts";
import { submitForCallback } from "./submit-for-callback.ts";
import { submitForFrames } from "./submit-for-frames.ts";
import { createVerdictSubmitter } from "./submit-for-verdict.ts";
import { toSubmission } from "./to-submission.ts";

/** The number of submissions of a project that are in flight at once; the others are queued. */
const MAX_SUBMISSIONS = 4;

/** The states that a reviewer may cancel. */
const CANCELLABLE: readonly ItemState[] = ["submitting", "waiting"];
/** The states that a reviewer may submit again. */
const RESUBMITTABLE: readonly ItemState[] = ["interrupted", "failed", "cancelled"];

const NOT_RESUBMITTABLE = "Only an interrupted, failed or cancelled item can be submitted again.";
const RESTRICTED =
  "The item is restricted: it is neither submitted again nor decided on here. See docs/csam.md.";
const EVIDENCE =
  "The item is restricted: it may be evidence that the law requires you to preserve. If your counsel has agreed to its " +
  "deletion, send the query parameter deletesEvidence=true. See docs/csam.md.";

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
  readonly #submitForVerdict: SubmitItem;
  /** By project name. */
  readonly #queues = new Map<string, ProjectQueue>();
  /** By item id. */
  readonly #jobs = new Map<string, Job>();
  /** The ids of items whose state or files this service is changing, from before the change until after it. */
  readonly #changing = new Set<string>();
  #isDatabaseFull = false;

  /** @param services - in the order of the projects. */
  constructor(
    settings: DeskSettings,
    stores: { readonly items: ItemStore; readonly policies: PolicyStore },
    services: readonly HiveService[],
  ) {
    this.#settings = settings;
    this.#store = stores.items;
    this.#submitForVerdict = createVerdictSubmitter(stores.policies, settings);
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

  /** Whether the latest change could not be stored because the database's disk, which may be elsewhere, is full. */
  get isDatabaseFull(): boolean {
    return this.#isDatabaseFull;
  }

  /** Whether an item is queued, in flight or being changed. Nothing else may change its state or its files. */
  isActive(id: string): boolean {
    return this.#jobs.has(id) || this.#changing.has(id);
  }

  /**
   * Stores a new item and queues its submission.
   *
   * @param storeMedia - moves the item's media to its final path.
   * @throws InsufficientStorageException if the disk is full.
   */
  async add(
    values: Pick<Item, "id" | "project" | "source">,
    storeMedia: () => Promise<void> = async () => {},
  ): Promise<Item> {
    const { id } = values;
    await requireSpace(this.#settings);
    return this.#exclusively(id, async () => {
      try {
        await storeMedia();
        const item = await this.#request(() => this.#store.add(values));
        this.#submit(item);
        return item;
      } catch (error) {
        // Otherwise the item may have been stored. The sweep deletes its media if it was not.
        if (!isOutcomeUnknown(error)) await rm(this.#settings.mediaPath(id), { force: true });
        throw error;
      }
    });
  }

  /** Ends an abandoned submission, whose start or end could not be stored. */
  async interrupt(id: string): Promise<void> {
    if (this.isActive(id)) return;
    await this.#exclusively(id, () =>
      this.#store.change(id, ["submitting"], { state: "interrupted", verdict: null, decision: null }),
    );
  }

  #submit(item: Item): void {
    const job: Job = { item, controller: new AbortController(), work: Promise.resolve() };
    this.#jobs.set(item.id, job);
    this.#queues.get(item.project)?.jobs.next(job);
  }

  /** Cancels a submission. Hive may bill it anyway. @throws ConflictException if it has finished. */
  async cancel(id: string): Promise<void> {
    // The state is stored first, so that the end of the job does not change the item.
    const end = { state: "cancelled", verdict: null, decision: null } as const;
    const item = await this.#request((isRetry) =>
      this.#store.change(id, including(CANCELLABLE, isRetry ? "cancelled" : undefined), end),
    );
    if (item === null) throw conflict("The item is finished, so it can no longer be cancelled.");
    await this.#stop(id);
  }

  /**
   * Stores a reviewer's decision on a finished item.
   *
   * @throws ConflictException if a result may still arrive, or the item is restricted.
   */
  async decide(id: string, decision: DecisionInput): Promise<void> {
    await this.#readUnrestricted(id);
    const decided = { ...decision, decidedOn: new Date() };
    const item = await this.#request(() => this.#store.decide(id, ["done", ...RESUBMITTABLE], decided));
    if (item === null) throw conflict("The item is in progress. Decide when it is finished.");
  }

  /**
   * Submits an item again on behalf of a reviewer; Hive bills it again.
   *
   * @throws ConflictException if it is in progress, has a result or is restricted; InsufficientStorageException if the
   * disk is full.
   */
  async resubmit(id: string): Promise<Item> {
    // Read before the row, because a job that starts later must not be awaited here: its item would be submitted twice.
    const job = this.#jobs.get(id);
    const { project, state } = await this.#readUnrestricted(id);
    if (this.findProject(project) === null)
      throw conflict(`The desk no longer has the project ${project}, so the item cannot be submitted again.`);
    if (!RESUBMITTABLE.includes(state)) throw conflict(NOT_RESUBMITTABLE);
    await requireSpace(this.#settings);
    await job?.work;
    // Another request has submitted it in the meantime. A cancelled job may still be in the queue.
    const isSubmitted = this.#jobs.get(id)?.controller.signal.aborted === false;
    if (isSubmitted || this.#changing.has(id)) throw conflict(NOT_RESUBMITTABLE);
    return this.#exclusively(id, async () => {
      // Done before the reset, because it may fail, and an item that was reset must be submitted.
      await this.#settings.removeMasks(id);
      const item = await this.#request((isRetry) =>
        this.#store.reset(id, including(RESUBMITTABLE, isRetry ? "submitting" : undefined)),
      );
      if (item === null) throw conflict(NOT_RESUBMITTABLE);
      this.#submit(item);
      return item;
    });
  }

  /**
   * Deletes an item with its submission and media.
   *
   * @param options.deletesEvidence - whether a person has confirmed that a restricted item is deleted.
   * @throws ConflictException if it is restricted and nobody has confirmed that.
   */
  async remove(id: string, options: { readonly deletesEvidence: boolean }): Promise<void> {
    if (!(await this.#request(() => this.#store.remove(id, options)))) throw conflict(EVIDENCE);
    await this.#stop(id);
    // The item is deleted even if its files cannot be deleted now. The sweep retries that.
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

  async #readUnrestricted(id: string): Promise<ItemRow> {
    const row = await this.#store.row(id);
    if (row.isRestricted) throw conflict(RESTRICTED);
    return row;
  }

  /** Aborts a job and waits until it no longer writes. */
  async #stop(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    job?.controller.abort(CANCELLED);
    await job?.work;
  }

  async #run(job: Job, { project, hive }: Pick<ProjectQueue, "project" | "hive">): Promise<void> {
    const { id } = job.item;
    const { signal } = job.controller;
    const write: ItemWork["write"] = (change, frames) => this.#write({ id, signal }, change, frames);
    try {
      signal.throwIfAborted();
      const item = await write({ wasSent: true });
      // It was cancelled or deleted in the meantime.
      if (item === null) return;
      const submission = toSubmission(item, this.#settings);
      await this.#submitItem(project)({ item, project, hive, submission, signal, write });
    } catch (error) {
      if (signal.reason === CANCELLED) return;
      const isClosed = isHiveError(error) && error.kind === "closed";
      const end: ItemChange = isClosed
        ? { state: "interrupted" }
        : { state: "failed", failure: reportFailure(error) };
      await write({ ...end, verdict: null, decision: null }).catch(reportFailure);
    } finally {
      if (this.#jobs.get(id) === job) this.#jobs.delete(id);
    }
  }

  #submitItem({ callbacks, policyText }: Project): SubmitItem {
    if (policyText !== null) return this.#submitForVerdict;
    return callbacks === null ? submitForFrames : submitForCallback;
  }

  /**
   * Stores a change to an item that is still being submitted, with retries.
   *
   * @returns the changed item; `null` if it was cancelled or deleted, or a result has arrived by callback.
   */
  async #write(
    { id, signal }: { readonly id: string; readonly signal: AbortSignal },
    change: ItemChange,
    frames: readonly NewFrame[] = [],
  ): Promise<Item | null> {
    return retryResult(
      (isRetry) => {
        const from = including(["submitting"], isRetry ? change.state : undefined);
        return this.#observe(this.#store.change(id, from, change, frames));
      },
      { signal, delayMs: this.#settings.writeRetryMs },
    );
  }

  /** Stores a change that a request waits for, with retries if the connection to the database is lost. */
  #request<Result>(write: (isRetry: boolean) => Promise<Result>): Promise<Result> {
    return retryRequest((isRetry) => this.#observe(write(isRetry)), { delayMs: this.#settings.writeRetryMs });
  }

  async #observe<Result>(write: Promise<Result>): Promise<Result> {
    try {
      const result = await write;
      this.#isDatabaseFull = false;
      return result;
    } catch (error) {
      this.#isDatabaseFull = isDiskFull(error);
      throw error;
    }
  }

  async #exclusively<Result>(id: string, change: () => Promise<Result>): Promise<Result> {
    this.#changing.add(id);
    try {
      return await change();
    } finally {
      this.#changing.delete(id);
    }
  }
}

/** The states that a write accepts. A retry also accepts the state that the previous attempt may have stored. */
function including(from: readonly ItemState[], stored: ItemState | undefined): readonly ItemState[] {
  return stored === undefined ? from : [...from, stored];
}

function conflict(message: string): ConflictException {
  return new ConflictException({ kind: "conflict", message });
}
