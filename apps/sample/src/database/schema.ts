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
  uuid,
} from "drizzle-orm/pg-core";
import type {
  ItemDetail,
  ItemFailure,
  ItemSegment,
  ItemSource,
  ItemState,
  ReviewerDecision,
  TokenCount,
} from "../../api/desk-api.ts";

// `json`, not `jsonb`: it keeps Hive's JSON unchanged, and `jsonb` rejects some of it, such as NUL characters.

/** One row, which identifies this database. The media of its items are in a folder of this name. */
export const desk = pgTable("desk", { id: uuid("id").primaryKey().defaultRandom() });

/** Submitted items and their results. */
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
    /** Set before the first byte is sent to Hive. Rows that are older than this column count as sent. */
    wasSent: boolean("was_sent").notNull().default(true),
    /** Whether the media may be child sexual abuse material. Never reset: no later result makes it harmless. */
    isRestricted: boolean("is_restricted").notNull().default(false),
    /** Hive's task id; only for asynchronous submissions. */
    taskId: text("task_id").unique(),
    frameCount: integer("frame_count").notNull().default(0),
    verdict: json("verdict").$type<Verdict>(),
    /** The policy's decision. */
    decision: text("decision").$type<Decision>(),
    /** The latest reviewer's decision. */
    reviewerDecision: text("human_decision").$type<ReviewerDecision["decision"]>(),
    topClasses: json("top_classes").$type<ItemDetail["topClasses"]>().notNull().default([]),
    /**
     * The classes that the list's filter matches: those of the verdict and the segments, and all with a relevant score.
     */
    classNames: text("class_names").array().notNull().default([]),
    /** The tags of the policy that hold. */
    tags: text("tags").array().notNull().default([]),
    segments: json("segments").$type<readonly ItemSegment[]>().notNull().default([]),
    chargeUsd: doublePrecision("charge_usd"),
    /** The version of the policy text that the latest judgment used; only for projects with such a text. */
    policyVersion: integer("policy_version"),
    tokens: json("tokens").$type<TokenCount>(),
    failure: json("failure").$type<ItemFailure>(),
    summary: json("summary").$type<NonNullable<ItemDetail["summary"]>>(),
    /** Hive's JSON without the frames. */
    raw: json("raw"),
  },
  (table) => [index("items_state").on(table.state)],
);

/** Frames in the order of their arrival. */
export const frames = pgTable(
  "frames",
  {
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    frame: json("frame").$type<Omit<Frame, "raw">>().notNull(),
    /** The frame's JSON from Hive. */
    raw: json("raw"),
  },
  (table) => [primaryKey({ columns: [table.itemId, table.position] })],
);

/** The versions of the policy texts of projects. */
export const policies = pgTable(
  "policies",
  {
    project: text("project").notNull(),
    /** Counts from 1. */
    version: integer("version").notNull(),
    text: text("text").notNull(),
    savedOn: timestamp("saved_on", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.project, table.version] })],
);

/** Reviewers' decisions. */
export const decisions = pgTable(
  "decisions",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    decision: text("decision").$type<ReviewerDecision["decision"]>().notNull(),
    note: text("note").notNull(),
    decidedOn: timestamp("decided_on", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("decisions_item").on(table.itemId)],
);
