import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** A kind of database that the desk's tests run on. */
export type TestDatabase = {
  readonly name: string;
  /** Whether this machine lacks it. */
  readonly isMissing: boolean;
  /** Makes an empty one. @returns its address; `undefined` for PGlite, which the desk opens in its folder */
  readonly create: () => Promise<string | undefined>;
};

const folder = inject("postgresFolder");

/** Both kinds. */
export const DATABASES: readonly TestDatabase[] = [
  { name: "PGlite", isMissing: false, create: async () => undefined },
  { name: "PostgreSQL", isMissing: folder === null, create: createPostgres },
];

async function createPostgres(): Promise<string> {
  const name = `desk_${randomUUID().replaceAll("-", "")}`;
  const address = (database: string): string =>
    `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder ?? "")}`;
  const client = new pg.Client({ connectionString: address("postgres") });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return address(name);
}
