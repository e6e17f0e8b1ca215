import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { UserError } from "../config/user-error.ts";

/** SQLite's error code if another connection holds the lock. */
const SQLITE_BUSY = 5;

/**
 * Locks a folder for this process with SQLite's write lock on the file `lock.sqlite`, which stays empty. The operating
 * system grants the lock to one process and releases it when that process ends, even through `kill -9`. No process ever
 * has to judge whether the lock of another one is stale.
 *
 * @throws UserError if another process has locked the folder, or if the folder cannot be used.
 */
export async function lockFolder(folder: string): Promise<Disposable> {
  try {
    await mkdir(folder, { recursive: true });
    const file = new DatabaseSync(join(folder, "lock.sqlite"));
    try {
      // A single system call, unlike an exclusive transaction, which may fail for both contenders.
      file.exec("begin immediate");
    } catch (error) {
      file.close();
      throw error;
    }
    return { [Symbol.dispose]: () => file.close() };
  } catch (error) {
    const isLocked = error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
    const message = isLocked
      ? `Another desk is using ${folder}. Stop it, or choose another folder`
      : `The folder ${folder} cannot be used. Choose another one`;
    throw new UserError(`${message} with npm start -- --data FOLDER.`, { cause: error });
  }
}
