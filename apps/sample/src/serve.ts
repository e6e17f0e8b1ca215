import { join } from "node:path";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { APP_LOGGER, createApp } from "./create-app.ts";
import { openDatabase } from "./database.ts";
import type { OpenDatabase } from "./database.ts";
import type { DeskSettings } from "./desk-settings.ts";
import { lockFolder } from "./lock-folder.ts";
import { Problem } from "./problem.ts";

/** A desk that listens, until it is disposed of. */
export type ServedDesk = AsyncDisposable & Pick<OpenDatabase, "lost"> & { readonly address: string };

/** Opens the database, and serves the desk over it. @throws Problem for what the user can mend. */
export async function serve(
  of: Pick<DeskSettings, "projects" | "isLive" | "maxUploadBytes"> & {
    /** Where the data is. */
    readonly folder: string;
    /** Of a PostgreSQL database; `undefined` for the one in the folder. */
    readonly databaseUrl: string | undefined;
    readonly port: number;
  },
): Promise<ServedDesk> {
  const { folder, databaseUrl, port, ...settings } = of;
  const opened = new AsyncDisposableStack();
  try {
    opened.use(await lockFolder(folder));
    const { database, lost } = opened.use(await openDatabase(databaseUrl, folder));
    const app = opened.adopt(
      await createApp({ ...settings, database, mediaFolder: join(folder, "media") }),
      (one) => one.close(),
    );
    await listenOn(app, port);
    return { address: await app.getUrl(), lost, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function listenOn(app: NestExpressApplication, port: number): Promise<void> {
  try {
    await app.listen(port, "127.0.0.1");
    app.useLogger(APP_LOGGER);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const words = code === "EADDRINUSE" ? "in use" : "not allowed";
    throw new Problem(`Port ${port} is ${words}; choose another with npm start -- --port N.`, {
      cause: error,
    });
  }
}
