import { sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../src/database.ts";
import type { OpenDatabase } from "../src/database.ts";
import { Problem } from "../src/problem.ts";
import { DATABASES } from "./databases.ts";

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

  const drop = (): Promise<unknown> =>
    admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
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
      await drop();
      await expect.poll(locks).toBe(0);
      await tx.execute(sql`select 1`);
    });
    await expect(interrupted).rejects.toThrow();
    await expect.poll(locks).toBe(1);
    await opened.database.execute(sql`select 1`);
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
