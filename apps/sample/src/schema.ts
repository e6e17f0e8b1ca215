import type { Frame } from "@hivekit/core";
import type { Decision, Verdict } from "@hivekit/core/policy";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type {
  HumanDecision,
  ItemDetail,
  ItemFailure,
  ItemSegment,
  ItemSource,
  ItemState,
} from "../api/desk-api.ts";

// `json` and not `jsonb`: what Hive sent is kept as it came, and may hold what `jsonb` refuses.

/** What was submitted, and what is known of it. */
export const items = pgTable(
  "items",
  {
    id: text("id").primaryKey(),
    /** The order of submission. */
    number: bigint("number", { mode: "number" }).notNull().generatedAlwaysAsIdentity().unique(),
    project: text("project").notNull(),
    source: json("source").$type<ItemSource>().notNull(),
    state: text("state").$type<ItemState>().notNull(),
    submittedOn: timestamp("submitted_on", { withTimezone: true }).notNull().defaultNow(),
    /** Set before Hive gets the first byte of it; of older items nobody knows, so they count as sent. */
    wasSent: boolean("was_sent").notNull().default(true),
    /** Hive's id of the task; only of those that Hive took on for later. */
    taskId: text("task_id").unique(),
    frameCount: integer("frame_count").notNull().default(0),
    verdict: json("verdict").$type<Verdict>(),
    /** What the policy says. */
    decision: text("decision").$type<Decision>(),
    /** What a person said last. */
    humanDecision: text("human_decision").$type<HumanDecision["decision"]>(),
    topClasses: json("top_classes").$type<ItemDetail["topClasses"]>().notNull().default([]),
    /** The names of the classes that it is found by: those that the verdict and the segments speak of, and all that scored. */
    classNames: text("class_names").array().notNull().default([]),
    segments: json("segments").$type<readonly ItemSegment[]>().notNull().default([]),
    chargeUsd: doublePrecision("charge_usd"),
    failure: json("failure").$type<ItemFailure>(),
    summary: json("summary").$type<NonNullable<ItemDetail["summary"]>>(),
    /** What Hive sent beside the frames. */
    raw: json("raw"),
  },
  (table) => [index("items_state").on(table.state)],
);

/** The frames, in the order in which they came. */
export const frames = pgTable(
  "frames",
  {
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    frame: json("frame").$type<Omit<Frame, "raw">>().notNull(),
    /** The frame as Hive sent it. */
    raw: json("raw"),
  },
  (table) => [primaryKey({ columns: [table.itemId, table.position] })],
);

/** What people decided. */
export const decisions = pgTable(
  "decisions",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    decision: text("decision").$type<HumanDecision["decision"]>().notNull(),
    note: text("note").notNull(),
    decidedOn: timestamp("decided_on", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("decisions_item").on(table.itemId)],
);
