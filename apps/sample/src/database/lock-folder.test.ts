import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { contendForLock, killProcess, startLockProcess } from "../../test/support/contend-for-lock.ts";
import { lockFolder } from "./lock-folder.ts";

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hivekit-lock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it("rejects a folder that a running desk uses, and takes it over when that desk is killed", async () => {
  const folder = await emptyFolder();
  const other = startLockProcess();
  expect(await other.send({ folder })).toEqual({ state: "locked" });
  await expect(lockFolder(folder)).rejects.toThrow(`Another desk is using ${folder}.`);
  await killProcess(other.child);
  using _lock = await lockFolder(folder);
});

it("locks a folder again after it was released, but never twice at once, even in one process", async () => {
  const folder = await emptyFolder();
  for (let count = 0; count < 2; count++) {
    using _lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow("Another desk");
  }
});

it("rejects a folder that cannot be used", async () => {
  const file = join(await emptyFolder(), "file");
  await writeFile(file, "");
  await expect(lockFolder(file)).rejects.toThrow(`The folder ${file} cannot be used.`);
});

it("has exactly one owner whenever two desks start at the same moment, even after one was killed", async () => {
  const owners = await contendForLock(await emptyFolder(), 50);
  expect(owners).toEqual(Array.from({ length: 50 }, () => 1));
});
