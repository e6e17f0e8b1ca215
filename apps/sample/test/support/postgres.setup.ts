import type { TestProject } from "vitest/node";
import { startPostgres } from "./start-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the PostgreSQL server's socket; `null` if there is no server. */
    postgresFolder: string | null;
  }
}

/** Starts a PostgreSQL server for the tests, and stops it after them. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const server = await startPostgres();
  project.provide("postgresFolder", server?.folder ?? null);
  if (server !== null) return server.stop;
  if (process.env["CI"]) throw new Error("PostgreSQL was not found; .ci/run installs it.");
  console.log("PostgreSQL was not found, so its tests are skipped.");
}
