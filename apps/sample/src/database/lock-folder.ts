import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../config/user-error.ts";

/**
 * Locks a folder for this process with a file that contains the process id and start time. Takes over the lock of a
 * killed process.
 *
 * @throws UserError if another process has locked the folder, or it cannot be written.
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, "desk.lock");
  const acquire = async (): Promise<void> =>
    writeFile(path, `${process.pid} ${await readStartTime(process.pid)}`, { flag: "wx" });
  try {
    await mkdir(folder, { recursive: true });
    await acquire().catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      const [holder = "", start = ""] = (await readFile(path, "utf8")).split(" ");
      // Another program may now have the process id of a killed desk.
      if (isAlive(Number(holder)) && (await readStartTime(Number(holder))) === start) {
        throw new UserError(
          `Another desk (process ${holder}) is using ${folder}. Stop it, or choose another folder with npm start -- --data FOLDER.`,
        );
      }
      await rm(path, { force: true });
      await acquire();
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `The folder ${folder} cannot be used. Choose another one with npm start -- --data FOLDER.`,
      {
        cause: error,
      },
    );
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** Our own process id does not count: in a container, the previous desk had the same one. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists and belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The start time of a process in clock ticks since boot; `""` except on Linux. */
async function readStartTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The twentieth field after the name, which is in parentheses and may contain anything.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}
