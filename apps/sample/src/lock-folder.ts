import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "./problem.ts";

/**
 * Makes a folder this process's own, by a file with its number and when it began. What a killed process left behind is taken over.
 *
 * @throws Problem if another process has it, or it cannot be written.
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, "desk.lock");
  const take = async (): Promise<void> =>
    writeFile(path, `${process.pid} ${await startOf(process.pid)}`, { flag: "wx" });
  try {
    await mkdir(folder, { recursive: true });
    await take().catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      const [holder = "", start = ""] = (await readFile(path, "utf8")).split(" ");
      // Another program may have got the number of a desk that was killed.
      if (isAlive(Number(holder)) && (await startOf(Number(holder))) === start) {
        throw new Problem(
          `Another desk (process ${holder}) uses ${folder}; end it, or choose another folder with npm start -- --data FOLDER.`,
        );
      }
      await rm(path, { force: true });
      await take();
    });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      `The folder ${folder} cannot be used; choose another with npm start -- --data FOLDER.`,
      {
        cause: error,
      },
    );
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** A lock with our own number is not ours yet: in a container, the desk before this one had the same. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user, but there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** When a process began, in ticks of the machine; `""` where that is not told, that is, except on Linux. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // Of the fields after the name, which is in parentheses and may hold anything, the twentieth.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}
