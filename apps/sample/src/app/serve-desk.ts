import { join } from "node:path";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { UserError } from "../config/user-error.ts";
import { lockFolder } from "../database/lock-folder.ts";
import { openDatabase } from "../database/open-database.ts";
import type { OpenDatabase } from "../database/open-database.ts";
import type { DeskSettings } from "../items/desk-settings.ts";
import { APP_LOGGER, createApp } from "./create-app.ts";

/** A desk that listens until it is disposed. */
export type ServedDesk = AsyncDisposable & Pick<OpenDatabase, "lost"> & { readonly url: string };

/** The options of {@link serveDesk}. */
export type ServeOptions = Pick<DeskSettings, "projects" | "isLive" | "maxUploadBytes"> & {
  /** The data folder. */
  readonly folder: string;
  /** The URL of a PostgreSQL database; `undefined` for PGlite in the folder. */
  readonly databaseUrl: string | undefined;
  readonly port: number;
};

/** Locks the folder, opens the database and serves the desk. @throws UserError if the user can fix the problem. */
export async function serveDesk(options: ServeOptions): Promise<ServedDesk> {
  const { folder, databaseUrl, port, ...settings } = options;
  const opened = new AsyncDisposableStack();
  try {
    opened.use(await lockFolder(folder));
    const { database, id, lost } = opened.use(await openDatabase(databaseUrl, folder));
    const app = opened.adopt(
      await createApp({ ...settings, database, mediaFolder: join(folder, "media", id) }),
      (one) => one.close(),
    );
    await listen(app, port);
    return { url: await app.getUrl(), lost, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function listen(app: NestExpressApplication, port: number): Promise<void> {
  try {
    await app.listen(port, "127.0.0.1");
    app.useLogger(APP_LOGGER);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const reason = code === "EADDRINUSE" ? "in use" : "not permitted";
    throw new UserError(`Port ${port} is ${reason}. Choose another one with npm start -- --port N.`, {
      cause: error,
    });
  }
}
