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
import { MIGRATIONS_FOLDER } from "../config/folders.ts";
import { UserError } from "../config/user-error.ts";
import { desk } from "./schema.ts";

/** The desk's database: PostgreSQL, or PGlite, which runs PostgreSQL in this process. Both run the same SQL. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** An open database with up-to-date tables. */
export type OpenDatabase = AsyncDisposable & {
  readonly database: Database;
  /** Identifies the database, wherever it is and whatever its URL is. */
  readonly id: string;
  /** Rejects with a UserError if another desk takes over the database; otherwise it stays pending. */
  readonly lost: Promise<never>;
};

/** The timing of the lock on a PostgreSQL database. */
type LockTiming = {
  /** How long to wait for the lock. @defaultValue 5000 */
  readonly lockTimeoutMs: number;
  /** The delay before a lost lock is acquired again. @defaultValue 500 */
  readonly lockRetryMs: number;
};

/** The desk's key among the advisory locks of a PostgreSQL database. */
const LOCK_NUMBER = 7_403_541;
/** PostgreSQL's error code for a lock timeout. */
const LOCK_NOT_AVAILABLE = "55P03";
const CONNECTION_TIMEOUT_MS = 10_000;
const migrations = { migrationsFolder: MIGRATIONS_FOLDER };

/**
 * Opens the database, and creates or migrates its tables.
 *
 * @param url - The URL of a PostgreSQL database; `undefined` for PGlite in the folder `database` of `dataFolder`.
 * @throws UserError if the database cannot be opened or another desk is using it.
 */
export async function openDatabase(
  url: string | undefined,
  dataFolder: string,
  { lockTimeoutMs = 5000, lockRetryMs = 500 }: Partial<LockTiming> = {},
): Promise<OpenDatabase> {
  try {
    if (url === undefined) return await openPGlite(join(dataFolder, "database"));
    return await openPostgres(url, { lockTimeoutMs, lockRetryMs });
  } catch (error) {
    if (error instanceof UserError) throw error;
    // The driver's message, which never contains the password.
    const reason = error instanceof Error ? error.message : "unknown reason";
    const where = url === undefined ? `in ${dataFolder}` : "at DATABASE_URL";
    throw new UserError(`The database ${where} could not be opened: ${reason}.`, { cause: error });
  }
}

async function openPGlite(folder: string): Promise<OpenDatabase> {
  if (!existsSync(folder)) await createFolder(folder);
  const client = await PGlite.create(folder);
  const database = drizzlePGlite(client);
  await migratePGlite(database, migrations);
  return {
    database,
    id: await readId(database),
    lost: new Promise(() => {}),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/**
 * Copies an empty database, which is faster than creating one. The rename makes it atomic, even if the process is
 * killed.
 */
async function createFolder(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const client = await PGlite.create(unfinished, { loadDataDir: await dataDir() });
  await client.close();
  await rename(unfinished, folder);
}

async function openPostgres(connectionString: string, timing: LockTiming): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
  });
  // The pool replaces an idle connection that breaks. On a busy one, the query fails.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const opened = new AsyncDisposableStack();
  opened.defer(() => pool.end());
  try {
    const { lost, unlock } = await lockPostgres(pool, timing);
    opened.defer(unlock);
    const database = drizzleNode(pool);
    database.transaction = async (...args) => {
      const client = await pool.connect();
      try {
        // With a pool, drizzle never releases a connection that breaks before its first statement.
        return await drizzleNode(client).transaction(...args);
      } finally {
        client.release();
      }
    };
    await migrateNode(database, migrations);
    return { database, id: await readId(database), lost, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function readId(database: Database): Promise<string> {
  const [row] = await database.select().from(desk);
  if (row === undefined) throw new Error("The table desk is empty");
  return row.id;
}

/**
 * Locks the database for this process while a connection is open, so a killed desk leaves no lock. If the connection
 * breaks, the lock is lost and acquired again.
 */
async function lockPostgres(
  pool: pg.Pool,
  { lockTimeoutMs, lockRetryMs }: LockTiming,
): Promise<Pick<OpenDatabase, "lost"> & { readonly unlock: () => void }> {
  let fail: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_resolve, reject) => (fail = reject));
  // The caller may not have attached a handler yet.
  lost.catch(() => {});
  let isUnlocked = false;
  /** `null` while there is no connection. */
  let holder: pg.PoolClient | null = null;
  const drop = (): void => {
    holder?.release(true);
    holder = null;
  };
  const acquire = async (): Promise<void> => {
    holder = await acquireLock(pool, lockTimeoutMs);
    if (isUnlocked) drop();
    holder?.once("end", () => void reacquire().catch(fail));
  };
  const reacquire = async (): Promise<void> => {
    drop();
    await sleep(lockRetryMs, undefined, { ref: false });
    if (isUnlocked) return;
    await acquire().catch((error: unknown) => {
      if (error instanceof UserError) throw error;
      return reacquire();
    });
  };
  await acquire();
  const unlock = (): void => {
    isUnlocked = true;
    drop();
  };
  return { lost, unlock };
}

async function acquireLock(pool: pg.Pool, timeoutMs: number): Promise<pg.PoolClient> {
  const client = await pool.connect();
  try {
    // The server may need a moment to notice that the previous desk is gone.
    await client.query(`set lock_timeout = ${timeoutMs}`);
    await client.query("select pg_advisory_lock($1)", [LOCK_NUMBER]);
    return client;
  } catch (error) {
    client.release(true);
    if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
    throw new UserError(
      "Another desk is using the database at DATABASE_URL. Stop it, or give each desk its own database.",
      { cause: error },
    );
  }
}
