import type { Frame } from "@hivekit/core";
import { Inject, Injectable, Logger, NotFoundException } from "@nestjs/common";
import { and, arrayContains, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { Subject } from "rxjs";
import type { Observable } from "rxjs";
import type {
  Item,
  ItemDetail,
  ItemFrame,
  ItemPage,
  ItemState,
  ReviewerDecision,
} from "../../api/desk-api.ts";
import { decisions, frames, items } from "../database/schema.ts";
import { DeskSettings } from "./desk-settings.ts";
import { toItem, toItemFrame, toSummary, toVerdict } from "./item-row.ts";
import type { ItemRow } from "./item-row.ts";
import { RestrictedException } from "./restricted-exception.ts";

const PAGE_SIZE = 50;
/** Each frame needs four parameters, and PostgreSQL accepts 65,535. */
const FRAMES_PER_INSERT = 1000;
const IDS_PER_QUERY = 1000;

const logger = new Logger("Desk");

/** The columns of an item that may change. */
export type ItemChange = Partial<Omit<typeof items.$inferInsert, "id" | "number" | "project" | "source">>;

/** Which items to list; a missing property matches all items. */
export type ItemFilter = {
  readonly decision?: string | undefined;
  readonly class?: string | undefined;
  readonly tag?: string | undefined;
  readonly project?: string | undefined;
  readonly state?: string | undefined;
  readonly before?: string | undefined;
};

/** A reviewer's decision as it is submitted. */
export type DecisionInput = Pick<ReviewerDecision, "decision" | "note">;
/** Joins a frame with its item unless the item is restricted. */
const OPEN_ITEM = and(eq(items.id, frames.itemId), eq(items.isRestricted, false));

/** A frame and its position among the item's frames. */
export type NewFrame = { readonly position: number; readonly frame: Frame };

/** Stores the items and emits their changes. */
@Injectable()
export class ItemStore {
  readonly #database: DeskSettings["database"];
  /** The ids of the restricted items that were logged. */
  readonly #logged = new Set<string>();
  readonly #changed = new Subject<Item | { readonly id: string; readonly state: "deleted" }>();

  constructor(@Inject(DeskSettings) { database }: DeskSettings) {
    this.#database = database;
  }

  /** Emits each change after it is stored. */
  get changes(): Observable<Item | { readonly id: string; readonly state: "deleted" }> {
    return this.#changed;
  }

  /** Adds an item. Can be repeated if the outcome is unknown: an item that was already added is returned. */
  async add(values: Pick<ItemRow, "id" | "project" | "source">): Promise<Item> {
    // If the previous attempt is still being committed, PostgreSQL waits for it to finish.
    const added = await this.#database
      .insert(items)
      .values({ ...values, state: "submitting", wasSent: false })
      .onConflictDoNothing()
      .returning();
    return this.#emit(added.length > 0 ? added : [await this.row(values.id)]);
  }

  /** Returns a page of the list, the latest item first. */
  async page(filter: ItemFilter): Promise<ItemPage> {
    const { decision, class: name, tag, project, state, before } = filter;
    const rows = await this.#database
      .select()
      .from(items)
      .where(
        and(
          decision === undefined
            ? undefined
            : sql`coalesce(${items.reviewerDecision}, ${items.decision}) = ${decision}`,
          name === undefined ? undefined : arrayContains(items.classNames, [name]),
          tag === undefined ? undefined : arrayContains(items.tags, [tag]),
          project === undefined ? undefined : eq(items.project, project),
          state === undefined ? undefined : sql`${items.state} = ${state}`,
          before === undefined ? undefined : lt(items.number, Number(before)),
        ),
      )
      .orderBy(desc(items.number))
      .limit(PAGE_SIZE + 1);
    const shown = rows.slice(0, PAGE_SIZE);
    const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
    return { items: shown.map(toItem), next: last === undefined ? null : String(last.number) };
  }

  /** Returns the row of an item; `null` if it does not exist. */
  async find(id: string): Promise<ItemRow | null> {
    const [row] = await this.#database.select().from(items).where(eq(items.id, id));
    return row ?? null;
  }

  /** Returns the row of an item. @throws NotFoundException if it does not exist. */
  async row(id: string): Promise<ItemRow> {
    return (await this.find(id)) ?? throwNotFound();
  }

  /**
   * Returns the row of an item whose content may be sent to the page.
   *
   * @throws NotFoundException if it does not exist; RestrictedException if it is restricted.
   */
  async openRow(id: string): Promise<ItemRow> {
    const row = await this.row(id);
    if (row.isRestricted) throw new RestrictedException();
    return row;
  }

  /** Returns an item with its decisions. @throws NotFoundException if it does not exist. */
  async detail(id: string): Promise<ItemDetail> {
    const row = await this.row(id);
    const decided = await this.#database
      .select()
      .from(decisions)
      .where(eq(decisions.itemId, id))
      .orderBy(desc(decisions.number));
    return {
      ...toItem(row),
      verdict: toVerdict(row),
      wasSent: row.wasSent,
      policyVersion: row.policyVersion,
      tokens: row.tokens,
      summary: toSummary(row),
      segments: row.segments,
      decisions: decided.map(({ decision, note, decidedOn }) => ({
        decision,
        note,
        decidedOn: decidedOn.toISOString(),
      })),
      hasMedia: row.source.kind === "media" && !row.isRestricted,
    };
  }

  /** Returns the items in these states, the oldest first. */
  findByState(...states: ItemState[]): Promise<ItemRow[]> {
    return this.#database.select().from(items).where(inArray(items.state, states)).orderBy(asc(items.number));
  }

  /** Returns the item of a Hive task; `null` if there is none. */
  async findByTask(taskId: string): Promise<ItemRow | null> {
    const [row] = await this.#database.select().from(items).where(eq(items.taskId, taskId));
    return row ?? null;
  }

  /** Returns at most `limit` frames in order, starting at a position; none of a restricted item. */
  async frames(id: string, from = 0, limit = Number.MAX_SAFE_INTEGER): Promise<ItemFrame[]> {
    const rows = await this.#database
      .select({ position: frames.position, frame: frames.frame })
      .from(frames)
      .innerJoin(items, OPEN_ITEM)
      .where(and(eq(frames.itemId, id), gte(frames.position, from)))
      .orderBy(asc(frames.position))
      .limit(limit);
    return rows.map(toItemFrame);
  }

  /** Returns the frames' JSON from Hive; none of a restricted item. */
  async rawFrames(id: string): Promise<unknown[]> {
    const rows = await this.#database
      .select({ raw: frames.raw })
      .from(frames)
      .innerJoin(items, OPEN_ITEM)
      .where(eq(frames.itemId, id))
      .orderBy(asc(frames.position));
    return rows.map(({ raw }) => raw);
  }

  /**
   * Changes an item and adds frames to it if its current state is one of `from`. A cancelled item therefore stays
   * cancelled when a result arrives late. Only a restriction applies in every state, because it concerns the media.
   *
   * @returns the changed item; `null` if the item is in another state or deleted. In that case, nothing else is changed.
   */
  async change(
    id: string,
    from: readonly ItemState[],
    values: ItemChange,
    newFrames: readonly NewFrame[] = [],
  ): Promise<Item | null> {
    const rows = await this.#database.transaction(async (tx) => {
      const changed = await tx
        .update(items)
        .set(values)
        .where(and(eq(items.id, id), inArray(items.state, [...from])))
        .returning();
      for (let at = 0; changed.length > 0 && at < newFrames.length; at += FRAMES_PER_INSERT) {
        const batch = newFrames.slice(at, at + FRAMES_PER_INSERT);
        await tx
          .insert(frames)
          .values(
            batch.map(({ position, frame: { raw, ...frame } }) => ({ itemId: id, position, frame, raw })),
          )
          // A repeated write may find the frames of an attempt whose outcome was unknown.
          .onConflictDoNothing();
      }
      return changed;
    });
    if (rows.length > 0) return this.#emit(rows);
    if (values.isRestricted === true) await this.restrict(id);
    return null;
  }

  /** Restricts an item in any state. A reviewer's earlier decision no longer applies. */
  async restrict(id: string): Promise<void> {
    const rows = await this.#database
      .update(items)
      .set({ isRestricted: true, reviewerDecision: null })
      .where(eq(items.id, id))
      .returning();
    if (rows.length > 0) this.#emit(rows);
  }

  /** Resets an item for a new submission if its current state is one of `from` and it is not restricted. */
  async reset(id: string, from: readonly ItemState[]): Promise<Item | null> {
    const rows = await this.#database.transaction(async (tx) => {
      const changed = await tx
        .update(items)
        .set({
          state: "submitting",
          wasSent: false,
          taskId: null,
          frameCount: 0,
          verdict: null,
          decision: null,
          reviewerDecision: null,
          topClasses: [],
          classNames: [],
          tags: [],
          segments: [],
          chargeUsd: null,
          policyVersion: null,
          tokens: null,
          failure: null,
          summary: null,
          raw: null,
        })
        .where(and(eq(items.id, id), inArray(items.state, [...from]), eq(items.isRestricted, false)))
        .returning();
      if (changed.length > 0) await tx.delete(frames).where(eq(frames.itemId, id));
      return changed;
    });
    return rows.length === 0 ? null : this.#emit(rows);
  }

  /**
   * Stores a reviewer's decision if the item's current state is one of `from` and it is not restricted. Can be repeated
   * if the outcome is unknown: a decision that was already stored is not stored twice.
   */
  async decide(
    id: string,
    from: readonly ItemState[],
    { decision, note, decidedOn }: DecisionInput & { readonly decidedOn: Date },
  ): Promise<Item | null> {
    const rows = await this.#database.transaction(async (tx) => {
      const decided = await tx
        .update(items)
        .set({ reviewerDecision: decision })
        .where(and(eq(items.id, id), inArray(items.state, [...from]), eq(items.isRestricted, false)))
        .returning();
      if (decided.length === 0) return decided;
      const same = and(
        eq(decisions.itemId, id),
        eq(decisions.decision, decision),
        eq(decisions.note, note),
        eq(decisions.decidedOn, decidedOn),
      );
      const stored = await tx.select().from(decisions).where(same);
      if (stored.length === 0) await tx.insert(decisions).values({ itemId: id, decision, note, decidedOn });
      return decided;
    });
    return rows.length === 0 ? null : this.#emit(rows);
  }

  /**
   * Deletes an item with its frames and decisions.
   *
   * @param options.deletesEvidence - whether to delete it even if it is restricted.
   * @returns whether the item no longer exists.
   */
  async remove(id: string, { deletesEvidence }: { readonly deletesEvidence: boolean }): Promise<boolean> {
    await this.#database
      .delete(items)
      .where(and(eq(items.id, id), deletesEvidence ? undefined : eq(items.isRestricted, false)));
    if ((await this.find(id)) !== null) return false;
    this.#changed.next({ id, state: "deleted" });
    return true;
  }

  /** Returns those of the ids that belong to an item. */
  async findExisting(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (let at = 0; at < ids.length; at += IDS_PER_QUERY) {
      const rows = await this.#database
        .select({ id: items.id })
        .from(items)
        .where(inArray(items.id, ids.slice(at, at + IDS_PER_QUERY)));
      for (const { id } of rows) found.add(id);
    }
    return found;
  }

  /** Sends a query to the database. @throws if the database is unavailable. */
  async ping(): Promise<void> {
    await this.#database.execute(sql`select 1`);
  }

  #emit([row]: readonly ItemRow[]): Item {
    if (row === undefined) return throwNotFound();
    const item = toItem(row);
    if (item.isRestricted && !this.#logged.has(item.id)) {
      this.#logged.add(item.id);
      logger.warn(
        `The item ${item.id} is restricted: follow your procedure for such items. See docs/csam.md.`,
      );
    }
    this.#changed.next(item);
    return item;
  }
}

function throwNotFound(): never {
  throw new NotFoundException({ kind: "not_found", message: "There is no item with this id." });
}
