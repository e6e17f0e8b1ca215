// node scripts/build-and-pack.mjs FOLDER core rxjs: builds packages and packs each as it would be published, for tests of what users get.

import { build, install, main, runPnpm, step } from "./workspace.mjs";

await main(async () => {
  const [folder, ...names] = process.argv.slice(2);
  if (folder === undefined || names.length === 0) {
    console.error("Give a folder for the tarballs, and the folders' names of the packages.");
    return 2;
  }
  await install("all");
  await build(names.map((name) => `@hivekit/${name}`));
  for (const name of names) {
    await step(`Pack ${name}`, () =>
      runPnpm(["--dir", `packages/${name}`, "pack", "--pack-destination", folder], { isQuiet: true }),
    );
  }
  return 0;
});
