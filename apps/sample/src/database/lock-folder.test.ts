import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { lockFolder } from "./lock-folder.ts";

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-lock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

// Only Linux reports the start time of a process.
it.skipIf(!existsSync("/proc/self/stat"))(
  "takes over the lock of a killed desk whose process id is now used by another program",
  async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "desk.lock"), `${process.ppid} 1`);
    await using _lock = await lockFolder(folder);
    expect(await readFile(join(folder, "desk.lock"), "utf8")).toMatch(new RegExp(`^${process.pid} \\d+$`));
  },
);

it("rejects a folder that a running desk uses", async () => {
  const folder = await emptyFolder();
  const stat = await readFile(`/proc/${process.ppid}/stat`, "utf8").catch(() => "");
  const start = stat.split(") ").at(-1)?.split(" ")[19] ?? "";
  await writeFile(join(folder, "desk.lock"), `${process.ppid} ${start}`);
  await expect(lockFolder(folder)).rejects.toThrow(`Another desk (process ${process.ppid})`);
});
