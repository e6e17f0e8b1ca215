import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Inject, Injectable } from "@nestjs/common";
import type { OnModuleDestroy } from "@nestjs/common";
import { exhaustMap, Subscription, timer } from "rxjs";
import { DeskSettings, UNFINISHED_SUFFIX } from "./desk-settings.ts";
import { ItemStore } from "./item-store.ts";
import { ItemsService } from "./items.service.ts";
import { reportFailure } from "./report-failure.ts";

/** The desk names files after items, whose ids are UUIDs. Other files in the folder are not its own. */
const OWN_FILE = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?:\.|$)/;

/**
 * Cleans up what a killed desk, a lost connection to the database or a disk error left behind, at the start and
 * periodically:
 *
 * - Abandoned submissions become `interrupted`. Nothing is submitted again, because it may have been billed; a reviewer
 *   decides.
 * - Files that belong to no item are deleted, and so are unfinished files.
 */
@Injectable()
export class ItemSweep implements OnModuleDestroy {
  readonly #settings: DeskSettings;
  readonly #store: ItemStore;
  readonly #service: ItemsService;
  #sweeping = Subscription.EMPTY;

  constructor(
    @Inject(DeskSettings) settings: DeskSettings,
    @Inject(ItemStore) store: ItemStore,
    @Inject(ItemsService) service: ItemsService,
  ) {
    this.#settings = settings;
    this.#store = store;
    this.#service = service;
  }

  /** Cleans up after the previous run, then at each interval. Call it before the desk accepts requests. */
  async start(): Promise<void> {
    await this.#sweep(0);
    const { sweepIntervalMs } = this.#settings;
    // A file that changed recently may belong to an upload in progress, which may take up to five minutes.
    this.#sweeping = timer(sweepIntervalMs, sweepIntervalMs)
      .pipe(exhaustMap(() => this.#sweep(2 * sweepIntervalMs).catch(reportFailure)))
      .subscribe();
  }

  onModuleDestroy(): void {
    this.#sweeping.unsubscribe();
  }

  async #sweep(minAgeMs: number): Promise<void> {
    for (const { id } of await this.#store.findByState("submitting")) await this.#service.interrupt(id);
    // The ids are checked when the folder is read: a new item has its file before its row.
    const names = (await readdir(this.#settings.mediaFolder)).filter(
      (name) =>
        (OWN_FILE.test(name) || name.endsWith(UNFINISHED_SUFFIX)) && !this.#service.isActive(toId(name)),
    );
    const items = await this.#store.findExisting([...new Set(names.map(toId))]);
    for (const name of names) {
      if (name.endsWith(UNFINISHED_SUFFIX) || !items.has(toId(name)))
        await this.#remove(join(this.#settings.mediaFolder, name), minAgeMs).catch(reportFailure);
    }
  }

  async #remove(path: string, minAgeMs: number): Promise<void> {
    const { mtimeMs, ctimeMs } = await stat(path);
    if (Date.now() - Math.max(mtimeMs, ctimeMs) >= minAgeMs) await rm(path, { force: true });
  }
}

function toId(name: string): string {
  return name.split(".", 1)[0] ?? name;
}
