import { sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Item } from "../api/desk-api.ts";
import { openDatabase } from "../src/database.ts";
import type { OpenDatabase } from "../src/database.ts";
import { Problem } from "../src/problem.ts";
import { DATABASES } from "./databases.ts";
import { demoFile, openDesk } from "./open-desk.ts";

const DROP =
  "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
const postgres = DATABASES.find(({ name }) => name === "PostgreSQL");

describe.skipIf(postgres?.isMissing !== false)("a PostgreSQL server that drops its connections", () => {
  let opened: OpenDatabase;
  /** Does what the server's administrator does. */
  let admin: pg.Client;

  beforeEach(async () => {
    const url = await postgres?.create();
    opened = await openDatabase(url, "");
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
  });

  afterEach(async () => {
    await opened[Symbol.asyncDispose]();
    await admin.end();
  });

  const locks = async (): Promise<number | null> =>
    (
      await admin.query(
        "select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())",
      )
    ).rowCount;

  it("fails a transaction that it interrupts, and the desk has its lock and its database again", async () => {
    expect(await locks()).toBe(1);
    const interrupted = opened.database.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      await admin.query(DROP);
      await expect.poll(locks).toBe(0);
      await tx.execute(sql`select 1`);
    });
    await expect(interrupted).rejects.toThrow();
    await expect.poll(locks).toBe(1);
    await opened.database.execute(sql`select 1`);
  });

  it("costs a video that is under way none of its frames", async () => {
    const databaseUrl = await postgres?.create();
    await using desk = await openDesk({ databaseUrl, emulator: { pace: { msPerFrame: 150 } } });
    const { id } = await desk.submit({ media: await demoFile("colors.mp4"), project: "colors" });
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    for (const frameCount of [2, 5]) {
      await expect
        .poll(() => desk.get<Item>(`/api/items/${id}`).catch(() => null))
        .toMatchObject({ frameCount: expect.toSatisfy((count: number) => count >= frameCount) });
      await other.query(DROP);
    }
    await expect
      .poll(() => desk.get<Item>(`/api/items/${id}`).catch(() => null))
      .toMatchObject({ state: "done", frameCount: 10, decision: "block" });
    expect(desk.emulator.journal).toHaveLength(1);
    await other.end();
  });

  it("ends a desk whose database another one has taken meanwhile, with a problem in words", async () => {
    const taken = admin.query("select pg_advisory_lock(7403541)");
    const other = opened.database.execute(
      sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
    );
    await Promise.all([taken, other]);
    await expect(opened.lost).rejects.toThrow(Problem);
  });
});
