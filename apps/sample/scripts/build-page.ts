// Builds the page in dist/page: the script, the chart library, the styles and the HTML, each with a compressed copy.
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const PAGE = new URL("../page/", import.meta.url);
const OUT = new URL("../dist/page/", import.meta.url);

await build({
  absWorkingDir: fileURLToPath(PAGE),
  entryPoints: [
    { in: "main.ts", out: "page" },
    { in: "page.css", out: "page" },
    { in: "theme.ts", out: "theme" },
  ],
  outdir: fileURLToPath(OUT),
  bundle: true,
  // The chart library, which only some items need, becomes a separate file.
  splitting: true,
  chunkNames: "[name]",
  format: "esm",
  target: ["chrome123", "firefox120", "safari17.5"],
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
for (const name of ["index.html", "icon.svg"]) await cp(new URL(name, PAGE), new URL(name, OUT));
for (const name of await readdir(OUT)) {
  if (name.endsWith(".gz")) continue;
  await writeFile(new URL(`${name}.gz`, OUT), gzipSync(await readFile(new URL(name, OUT)), { level: 9 }));
}
