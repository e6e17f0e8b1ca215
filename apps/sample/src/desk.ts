import { rm } from "node:fs/promises";
import { HiveClosedError, isHiveError } from "@hivekit/core";
import type { Submission, TaskSummary } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import type { HiveService } from "@hivekit/nestjs";
import { ConflictException } from "@nestjs/common";
import type { BeforeApplicationShutdown, OnModuleDestroy } from "@nestjs/common";
import { lastValueFrom, mergeMap, Subject } from "rxjs";
import type { HumanDecision, Item, ItemState } from "../api/desk-api.ts";
import { BatchWriter } from "./batch-writer.ts";
import type { DeskSettings } from "./desk-settings.ts";
import { failureOf } from "./failure.ts";
import type { ItemStore, NewFrame } from "./item-store.ts";
import { keep } from "./keep.ts";
import type { Project } from "./project.ts";
import { Tally } from "./tally.ts";

/** How many submissions of a project are with Hive at once; the others wait for their turn. */
const SUBMISSIONS_AT_ONCE = 4;
/** How many frames may wait for the database; the others wait at Hive. */
const FRAMES_AT_ONCE = 32;

/** What a person may end, and begin again. */
const IN_FLIGHT: readonly ItemState[] = ["submitting", "waiting"];
const ENDED_WITHOUT_RESULT: readonly ItemState[] = ["interrupted", "failed", "cancelled"];

const NOT_ENDED = "Only what was interrupted, failed or cancelled can be submitted again.";

/** Why a job ends that nobody wants any more: what becomes of its item is stored by whoever ended it. */
const NOT_WANTED = new Error("A person ended the submission.");

/** A submission that waits for its turn or is with Hive. */
type Job = { readonly item: Item; readonly stop: AbortController; work: Promise<void> };
type Way = { readonly project: Project; readonly hive: HiveService; readonly queue: Subject<Job> };

/** Submits items to Hive, and keeps what comes. Whoever submitted may go away meanwhile. */
export class Desk implements OnModuleDestroy, BeforeApplicationShutdown {
  readonly #settings: DeskSettings;
  readonly #store: ItemStore;
  readonly #ways = new Map<string, Way>();
  readonly #jobs = new Map<string, Job>();

  constructor(settings: DeskSettings, store: ItemStore, services: readonly HiveService[]) {
    this.#settings = settings;
    this.#store = store;
    for (const [index, hive] of services.entries()) {
      const project = settings.projects[index];
      if (project === undefined) continue;
      const queue = new Subject<Job>();
      this.#ways.set(project.name, { project, hive, queue });
      queue
        .pipe(mergeMap((job) => (job.work = this.#work(job, { project, hive })), SUBMISSIONS_AT_ONCE))
        .subscribe();
    }
  }

  /** The projects, the default one first. */
  get projects(): readonly Project[] {
    return this.#settings.projects;
  }

  /** A project and its service; `null` if there is none of that name, any more. */
  way(project: string): Pick<Way, "project" | "hive"> | null {
    return this.#ways.get(project) ?? null;
  }

  /** Submits an item that is stored, when it is its turn. */
  begin(item: Item): void {
    const job: Job = { item, stop: new AbortController(), work: Promise.resolve() };
    this.#jobs.set(item.id, job);
    this.#ways.get(item.project)?.queue.next(job);
  }

  /** Ends a submission; that does not undo a charge. @throws ConflictException if it is over */
  async cancel(id: string): Promise<void> {
    // Stored first: what the job does when it ends changes nothing then.
    const item = await this.#store.change(id, IN_FLIGHT, {
      state: "cancelled",
      verdict: null,
      decision: null,
    });
    if (item === null) throw conflict("The item is not with Hive any more.");
    await this.#stop(id);
  }

  /** Writes down what a person decides on a result, or on there being none. @throws ConflictException as long as one may come */
  async decide(id: string, decision: Pick<HumanDecision, "decision" | "note">): Promise<void> {
    const item = await this.#store.decide(id, ["done", ...ENDED_WITHOUT_RESULT], decision);
    if (item === null) throw conflict("The item is under way: it can be decided on once that is over.");
  }

  /** Submits an item once more, because a person says so: it is billed again. @throws ConflictException if it is in flight or has its result */
  async resubmit(id: string): Promise<Item> {
    // Before the row is read: nobody must wait here for a job that began after that, and submit a second time.
    const job = this.#jobs.get(id);
    const { project, state } = await this.#store.row(id);
    if (this.way(project) === null) throw conflict(`The desk has no project ${project} any more.`);
    if (!ENDED_WITHOUT_RESULT.includes(state)) throw conflict(NOT_ENDED);
    await job?.work;
    // The new frames have masks of their own. First: an item that is renewed must get its job.
    await this.#settings.removeMasks(id);
    const item = await this.#store.renew(id, ENDED_WITHOUT_RESULT);
    if (item === null) throw conflict(NOT_ENDED);
    this.begin(item);
    return item;
  }

  /** Deletes an item, what runs for it, and its media. */
  async remove(id: string): Promise<void> {
    await this.#store.remove(id);
    await this.#stop(id);
    // The item is gone, whatever becomes of its files.
    await rm(this.#settings.mediaPath(id), { force: true }).catch(failureOf);
    await this.#settings.removeMasks(id).catch(failureOf);
  }

  /** Ends all jobs: those of the queue, too. */
  onModuleDestroy(): void {
    for (const { stop } of this.#jobs.values()) stop.abort(new HiveClosedError("The desk was ended."));
  }

  /** Waits until they have been written down. */
  async beforeApplicationShutdown(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all([...this.#jobs.values()].map(({ work }) => work));
  }

  /** Ends a job, and waits until it writes no more. */
  async #stop(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    job?.stop.abort(NOT_WANTED);
    await job?.work;
  }

  async #work(job: Job, { project, hive }: Pick<Way, "project" | "hive">): Promise<void> {
    const { item, stop } = job;
    const { signal } = stop;
    try {
      signal.throwIfAborted();
      // Cancelled or deleted just now.
      if ((await this.#store.change(item.id, ["submitting"], { wasSent: true })) === null) return;
      if (project.callbacks === null) await this.#readFrames(item, { project, hive, signal });
      else {
        // The id comes back with the answer, should this process end before the task's is stored.
        const { id: taskId } = await hive.submit(this.#submissionOf(item), { signal, metadata: item.id });
        await keep(() => this.#store.change(item.id, ["submitting"], { state: "waiting", taskId }), signal);
      }
    } catch (error) {
      if (signal.reason === NOT_WANTED) return;
      const isClosed = isHiveError(error) && error.kind === "closed";
      const end: ItemChangeAtEnd = isClosed
        ? { state: "interrupted" }
        : { state: "failed", failure: failureOf(error) };
      const change = { ...end, verdict: null, decision: null };
      await keep(() => this.#store.change(item.id, ["submitting"], change), signal).catch(failureOf);
    } finally {
      if (this.#jobs.get(item.id) === job) this.#jobs.delete(item.id);
    }
  }

  /** Reads the frames as they come. The next ones are read when those before are stored. */
  async #readFrames(
    item: Item,
    { project, hive, signal }: Pick<Way, "project" | "hive"> & { readonly signal: AbortSignal },
  ): Promise<void> {
    const tally = new Tally(project);
    const writer = new BatchWriter<NewFrame>(async (batch) => {
      const change = tally.soFar();
      await keep(() => this.#store.change(item.id, ["submitting"], change, batch), signal);
    });
    const summaries: TaskSummary[] = [];
    const stored = hive.mapFrames(
      this.#submissionOf(item),
      (frame) => writer.write({ position: tally.take(frame), frame }),
      { signal, concurrency: FRAMES_AT_ONCE, onSummary: (summary) => summaries.push(summary) },
    );
    try {
      await lastValueFrom(stored, { defaultValue: undefined });
    } finally {
      await writer.idle();
    }
    for (const summary of summaries) {
      const change = tally.end(summary);
      await keep(() => this.#store.change(item.id, ["submitting"], change), signal);
    }
  }

  #submissionOf({ id, source }: Item): Submission {
    if (source.kind === "url") return { url: source.url };
    if (source.kind === "text") return { text: source.text };
    const { filename, contentType } = source;
    return { media: fromPath(this.#settings.mediaPath(id)), filename, contentType };
  }
}

type ItemChangeAtEnd =
  | { readonly state: "interrupted" }
  | { readonly state: "failed"; readonly failure: Item["failure"] };

function conflict(message: string): ConflictException {
  return new ConflictException({ kind: "conflict", message });
}
