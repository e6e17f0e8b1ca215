// What scripts/make-console-page.mjs writes, and what a test compares with what is there.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FOLDER = new URL("../src/console/page/", import.meta.url);

/** The module that the page's files are kept in, so that they are there in a runtime without files, too. */
export const PAGE_FILES_MODULE = new URL("../src/console/page-files.ts", import.meta.url);

/** Writes the module anew from the page's files: its script is bundled and rid of its types. */
export async function writePageModule(): Promise<string> {
  const script = await build({
    // Its comments name files from there, wherever this runs.
    absWorkingDir: fileURLToPath(FOLDER),
    entryPoints: ["main.ts"],
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  const [html, style] = await Promise.all(
    ["console.html", "console.css"].map((name) => readFile(new URL(name, FOLDER), "utf8")),
  );
  const texts = {
    PAGE_HTML: ["The console's page.", html],
    PAGE_STYLE: ["Its style sheet.", style],
    PAGE_SCRIPT: ["Its script, a module.", script.outputFiles[0]?.text],
  };
  const exports = Object.entries(texts).map(
    ([name, [what, text]]) => `/** ${what} */\nexport const ${name} =\n  ${JSON.stringify(text)};\n`,
  );
  const head = "// Made from page/ by scripts/make-console-page.mjs; a test says when it is out of date.\n";
  return `${head}\n${exports.join("\n")}`;
}
