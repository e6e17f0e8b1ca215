import { sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Item } from "../api/desk-api.ts";
import { UserError } from "../src/config/user-error.ts";
import { openDatabase } from "../src/database/open-database.ts";
import type { OpenDatabase } from "../src/database/open-database.ts";
import { DATABASES } from "./support/databases.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";
import { openPostgresProxy } from "./support/postgres-proxy.ts";

const DROP_CONNECTIONS =
  "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
const postgres = DATABASES.find(({ name }) => name === "PostgreSQL");

describe.skipIf(postgres?.isMissing !== false)("a PostgreSQL server that drops its connections", () => {
  let opened: OpenDatabase;
  /** The connection of the server's administrator. */
  let admin: pg.Client;

  beforeEach(async () => {
    const url = await postgres?.create();
    // The timeout is reached only in the test in which another desk holds the lock.
    opened = await openDatabase(url, "", { lockTimeoutMs: 200, lockRetryMs: 20 });
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
  });

  afterEach(async () => {
    await opened[Symbol.asyncDispose]();
    await admin.end();
  });

  const countLocks = async (): Promise<number | null> => {
    const { rowCount } = await admin.query(
      "select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())",
    );
    return rowCount;
  };

  it("makes an open transaction fail, after which the desk acquires its lock and uses the database again", async () => {
    expect(await countLocks()).toBe(1);
    const interrupted = opened.database.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      await admin.query(DROP_CONNECTIONS);
      await tx.execute(sql`select 1`);
    });
    await expect(interrupted).rejects.toThrow();
    await expect.poll(countLocks).toBe(1);
    await opened.database.execute(sql`select 1`);
  });

  it("does not lose frames of a video in progress", async () => {
    const databaseUrl = await postgres?.create();
    await using desk = await openDesk({ databaseUrl });
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    desk.hold.after(2);
    const { id } = await desk.submit({ media: await readDemoFile("colors.mp4"), project: "colors" });
    await desk.reachFrames(id, 2);
    await other.query(DROP_CONNECTIONS);
    desk.hold.release();
    await expect
      .poll(() => desk.get<Item>(`/api/items/${id}`).catch(() => null))
      .toMatchObject({ state: "done", frameCount: 10, decision: "block" });
    expect(desk.emulator.journal).toHaveLength(1);
    await other.end();
  });

  it("does not use up the desk's connections by breaking them at the start of transactions", async () => {
    await using proxy = await openPostgresProxy((await postgres?.create()) ?? "");
    await using other = await openDatabase(proxy.url, "");
    const ping = (): Promise<unknown> => other.database.transaction((tx) => tx.execute(sql`select 1`));
    // The pool has ten connections.
    for (let count = 0; count < 11; count++) {
      void proxy.lose({ statement: /begin/, command: "BEGIN" });
      await expect(ping()).rejects.toThrow();
    }
    await ping();
  });

  it("ends a desk with an error if another desk has acquired its lock in the meantime", async () => {
    const acquired = admin.query("select pg_advisory_lock(7403541)");
    const locks = sql`from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
    const countWaiting = async (): Promise<unknown> =>
      Object(await opened.database.execute(sql`select 1 ${locks} and not granted`)).rowCount;
    await expect.poll(countWaiting).toBe(1);
    await opened.database.execute(sql`select pg_terminate_backend(pid) ${locks} and granted`);
    await acquired;
    await expect(opened.lost).rejects.toThrow(UserError);
  });
});
