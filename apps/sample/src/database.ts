import { join } from "node:path";
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { dataDir } from "@electric-sql/pglite-prepopulatedfs";
import { drizzle as drizzleNode } from "drizzle-orm/node-postgres";
import { migrate as migrateNode } from "drizzle-orm/node-postgres/migrator";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle as drizzlePGlite } from "drizzle-orm/pglite";
import { migrate as migratePGlite } from "drizzle-orm/pglite/migrator";
import pg from "pg";
import { MIGRATIONS_FOLDER } from "./folders.ts";
import { Problem } from "./problem.ts";

/** Runs the desk's SQL: the same in PostgreSQL and in PGlite, which is PostgreSQL inside this process. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** A database whose tables are there. */
export type OpenDatabase = AsyncDisposable & {
  readonly database: Database;
  /** Rejects with a Problem once another desk has taken the database over; else it stays pending. */
  readonly lost: Promise<never>;
};

/** The desk's own number among the locks of a PostgreSQL database. */
const LOCK_NUMBER = 7_403_541;
const LOCK_TIMEOUT_MS = 5000;
/** PostgreSQL's code for a lock that did not come in time. */
const LOCK_NOT_AVAILABLE = "55P03";
const LOCK_AGAIN_MS = 500;
const CONNECTION_TIMEOUT_MS = 10_000;
const migrations = { migrationsFolder: MIGRATIONS_FOLDER };

/**
 * Opens the database, and makes or changes its tables.
 *
 * @param url - Of a PostgreSQL database; without one, PGlite in the folder `database` of `dataFolder`.
 * @throws Problem if it cannot be opened, or another desk has it.
 */
export async function openDatabase(url: string | undefined, dataFolder: string): Promise<OpenDatabase> {
  try {
    return await (url === undefined ? openPGlite(join(dataFolder, "database")) : openPostgres(url));
  } catch (error) {
    if (error instanceof Problem) throw error;
    // The words of the driver, which never hold the password.
    const words = error instanceof Error ? error.message : "unknown reason";
    const where = url === undefined ? `in ${dataFolder}` : "of DATABASE_URL";
    throw new Problem(`The database ${where} cannot be opened: ${words}.`, { cause: error });
  }
}

async function openPGlite(folder: string): Promise<OpenDatabase> {
  if (!existsSync(folder)) await createFolder(folder);
  const client = await PGlite.create(folder);
  const database = drizzlePGlite(client);
  await migratePGlite(database, migrations);
  return { database, lost: new Promise(() => {}), [Symbol.asyncDispose]: () => client.close() };
}

/** From a copy of an empty database, which takes less than making one; whole or not at all, whenever the process ends. */
async function createFolder(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const client = await PGlite.create(unfinished, { loadDataDir: await dataDir() });
  await client.close();
  await rename(unfinished, folder);
}

async function openPostgres(connectionString: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
  });
  // A connection that breaks while nobody uses it is replaced by the pool; of one that is in use, the query fails.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const opened = new AsyncDisposableStack();
  opened.defer(() => pool.end());
  try {
    const { lost, unlock } = await lockPostgres(pool);
    opened.defer(unlock);
    const database = drizzleNode(pool);
    await migrateNode(database, migrations);
    return { database, lost, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/**
 * Makes the database this process's own as long as a connection is open: a desk that was killed leaves nothing locked. When the connection
 * breaks, the lock is gone, and taken again.
 */
async function lockPostgres(
  pool: pg.Pool,
): Promise<Pick<OpenDatabase, "lost"> & { readonly unlock: () => void }> {
  let fail: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_resolve, reject) => (fail = reject));
  // Whoever opened the database may not listen yet.
  lost.catch(() => {});
  let isOver = false;
  /** `null` while there is no connection. */
  let holder: pg.PoolClient | null = null;
  const drop = (): void => {
    holder?.release(true);
    holder = null;
  };
  const take = async (): Promise<void> => {
    holder = await takeLock(pool);
    if (isOver) drop();
    holder?.once("end", () => void takeAgain().catch(fail));
  };
  const takeAgain = async (): Promise<void> => {
    drop();
    await sleep(LOCK_AGAIN_MS, undefined, { ref: false });
    if (isOver) return;
    await take().catch((error: unknown) => {
      if (error instanceof Problem) throw error;
      return takeAgain();
    });
  };
  await take();
  const unlock = (): void => {
    isOver = true;
    drop();
  };
  return { lost, unlock };
}

async function takeLock(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  try {
    // The server may need a moment to see that the one before is gone.
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query("select pg_advisory_lock($1)", [LOCK_NUMBER]);
    return client;
  } catch (error) {
    client.release(true);
    if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
    throw new Problem(
      "Another desk uses the database of DATABASE_URL; end it, or give each its own database.",
      { cause: error },
    );
  }
}
