import { inject } from "vitest";
import { createDatabase } from "./start-postgres.ts";

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
  { name: "PostgreSQL", isMissing: folder === null, create: () => createDatabase(folder ?? "") },
];
