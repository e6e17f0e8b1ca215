import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** A kind of database that the desk supports. */
export type TestDatabase = {
  readonly name: string;
  /** Whether it is missing on this machine. */
  readonly isMissing: boolean;
  /** Creates an empty database. @returns its URL; `undefined` for PGlite, which the desk opens in its folder */
  readonly create: () => Promise<string | undefined>;
};

const folder = inject("postgresFolder");

/** PGlite and PostgreSQL. */
export const DATABASES: readonly TestDatabase[] = [
  { name: "PGlite", isMissing: false, create: async () => undefined },
  { name: "PostgreSQL", isMissing: folder === null, create: createPostgres },
];

async function createPostgres(): Promise<string> {
  const name = `desk_${randomUUID().replaceAll("-", "")}`;
  const createUrl = (database: string): string =>
    `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder ?? "")}`;
  const client = new pg.Client({ connectionString: createUrl("postgres") });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return createUrl(name);
}
