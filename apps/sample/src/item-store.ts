import type { Frame } from "@hivekit/core";
import { Inject, Injectable, NotFoundException } from "@nestjs/common";
import { and, arrayContains, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { Subject } from "rxjs";
import type { Observable } from "rxjs";
import type { HumanDecision, Item, ItemDetail, ItemFrame, ItemPage, ItemState } from "../api/desk-api.ts";
import { DeskSettings } from "./desk-settings.ts";
import { decisions, frames, items } from "./schema.ts";
import { showFrame, showItem } from "./show-item.ts";
import type { ItemRow } from "./show-item.ts";

const PAGE_SIZE = 50;
/** Each frame takes four parameters, and PostgreSQL takes 65 535. */
const FRAMES_PER_INSERT = 1000;

/** What may change of an item. */
export type ItemChange = Partial<Omit<typeof items.$inferInsert, "id" | "number" | "project" | "source">>;

/** What the list is asked for; what is not given does not matter. */
export type ItemFilter = {
  readonly decision?: string | undefined;
  readonly class?: string | undefined;
  readonly project?: string | undefined;
  readonly state?: string | undefined;
  readonly before?: string | undefined;
};

/** A frame that came, and its place among the item's frames. */
export type NewFrame = { readonly position: number; readonly frame: Frame };

/** Keeps the items and tells what changed. */
@Injectable()
export class ItemStore {
  readonly #database: DeskSettings["database"];
  readonly #changed = new Subject<Item | { readonly id: string; readonly state: "deleted" }>();

  constructor(@Inject(DeskSettings) { database }: DeskSettings) {
    this.#database = database;
  }

  /** Every change, after it is stored. */
  get changes(): Observable<Item | { readonly id: string; readonly state: "deleted" }> {
    return this.#changed;
  }

  /** @param keep - puts the item's media in their place; if it fails, nothing is added. */
  async add(
    values: Pick<ItemRow, "id" | "project" | "source">,
    keep: () => Promise<void> = async () => {},
  ): Promise<Item> {
    const rows = await this.#database.transaction(async (tx) => {
      const added = await tx
        .insert(items)
        .values({ ...values, state: "submitting", wasSent: false })
        .returning();
      await keep();
      return added;
    });
    return this.#tell(rows);
  }

  /** The latest first. */
  async page(filter: ItemFilter): Promise<ItemPage> {
    const { decision, class: name, project, state, before } = filter;
    const rows = await this.#database
      .select()
      .from(items)
      .where(
        and(
          decision === undefined
            ? undefined
            : sql`coalesce(${items.humanDecision}, ${items.decision}) = ${decision}`,
          name === undefined ? undefined : arrayContains(items.classNames, [name]),
          project === undefined ? undefined : eq(items.project, project),
          state === undefined ? undefined : sql`${items.state} = ${state}`,
          before === undefined ? undefined : lt(items.number, Number(before)),
        ),
      )
      .orderBy(desc(items.number))
      .limit(PAGE_SIZE + 1);
    const shown = rows.slice(0, PAGE_SIZE);
    const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
    return { items: shown.map(showItem), next: last === undefined ? null : String(last.number) };
  }

  /** `null` if there is no such item. */
  async find(id: string): Promise<ItemRow | null> {
    const [row] = await this.#database.select().from(items).where(eq(items.id, id));
    return row ?? null;
  }

  /** @throws NotFoundException if there is no such item. */
  async row(id: string): Promise<ItemRow> {
    return (await this.find(id)) ?? missing();
  }

  /** @throws NotFoundException if there is no such item. */
  async detail(id: string): Promise<ItemDetail> {
    const row = await this.row(id);
    const decided = await this.#database
      .select()
      .from(decisions)
      .where(eq(decisions.itemId, id))
      .orderBy(desc(decisions.number));
    return {
      ...showItem(row),
      verdict: row.verdict,
      wasSent: row.wasSent,
      summary: row.summary,
      segments: row.segments,
      decisions: decided.map(({ decision, note, decidedOn }) => ({
        decision,
        note,
        decidedOn: decidedOn.toISOString(),
      })),
      hasMedia: row.source.kind === "media",
    };
  }

  /** The items in these states, the oldest first. */
  inState(...states: ItemState[]): Promise<ItemRow[]> {
    return this.#database.select().from(items).where(inArray(items.state, states)).orderBy(asc(items.number));
  }

  /** The item of a task of Hive's. `null` if there is none. */
  async byTask(taskId: string): Promise<ItemRow | null> {
    const [row] = await this.#database.select().from(items).where(eq(items.taskId, taskId));
    return row ?? null;
  }

  /** The frames from a position on, at most `limit`, in order. */
  async frames(id: string, from = 0, limit = Number.MAX_SAFE_INTEGER): Promise<ItemFrame[]> {
    const rows = await this.#database
      .select({ position: frames.position, frame: frames.frame })
      .from(frames)
      .where(and(eq(frames.itemId, id), gte(frames.position, from)))
      .orderBy(asc(frames.position))
      .limit(limit);
    return rows.map(showFrame);
  }

  /** The frames as Hive sent them. */
  async rawFrames(id: string): Promise<unknown[]> {
    const rows = await this.#database
      .select({ raw: frames.raw })
      .from(frames)
      .where(eq(frames.itemId, id))
      .orderBy(asc(frames.position));
    return rows.map(({ raw }) => raw);
  }

  /**
   * Changes an item that is in one of these states, and adds frames to it: so what was cancelled stays cancelled, whatever comes later.
   *
   * @returns `null` if it is in no such state, or gone; nothing is changed then.
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
        const part = newFrames.slice(at, at + FRAMES_PER_INSERT);
        await tx
          .insert(frames)
          .values(
            part.map(({ position, frame: { raw, ...frame } }) => ({ itemId: id, position, frame, raw })),
          );
      }
      return changed;
    });
    return rows.length === 0 ? null : this.#tell(rows);
  }

  /** Makes an item as if it had just come, if it is in one of these states. */
  async renew(id: string, from: readonly ItemState[]): Promise<Item | null> {
    const rows = await this.#database.transaction(async (tx) => {
      const renewed = await tx
        .update(items)
        .set({
          state: "submitting",
          wasSent: false,
          taskId: null,
          frameCount: 0,
          verdict: null,
          decision: null,
          humanDecision: null,
          topClasses: [],
          classNames: [],
          segments: [],
          chargeUsd: null,
          failure: null,
          summary: null,
          raw: null,
        })
        .where(and(eq(items.id, id), inArray(items.state, [...from])))
        .returning();
      if (renewed.length > 0) await tx.delete(frames).where(eq(frames.itemId, id));
      return renewed;
    });
    return rows.length === 0 ? null : this.#tell(rows);
  }

  /** Writes down what a person decided, if the item is in one of these states. */
  async decide(
    id: string,
    from: readonly ItemState[],
    { decision, note }: Pick<HumanDecision, "decision" | "note">,
  ): Promise<Item | null> {
    const rows = await this.#database.transaction(async (tx) => {
      const decided = await tx
        .update(items)
        .set({ humanDecision: decision })
        .where(and(eq(items.id, id), inArray(items.state, [...from])))
        .returning();
      if (decided.length > 0) await tx.insert(decisions).values({ itemId: id, decision, note });
      return decided;
    });
    return rows.length === 0 ? null : this.#tell(rows);
  }

  /** Removes an item with its frames and decisions. */
  async remove(id: string): Promise<void> {
    await this.#database.delete(items).where(eq(items.id, id));
    this.#changed.next({ id, state: "deleted" });
  }

  /** Whether the database answers. @throws if it does not. */
  async ping(): Promise<void> {
    await this.#database.execute(sql`select 1`);
  }

  #tell([row]: readonly ItemRow[]): Item {
    if (row === undefined) return missing();
    const item = showItem(row);
    this.#changed.next(item);
    return item;
  }
}

function missing(): never {
  throw new NotFoundException({ kind: "not_found", message: "There is no such item." });
}
