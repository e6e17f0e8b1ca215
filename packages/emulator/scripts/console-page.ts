// npm run make console-page: generates src/console/page-files.ts from the files in page/.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FOLDER = new URL("../src/console/page/", import.meta.url);

/** The generated module. It contains the files of the page, so that runtimes without a file system can serve them. */
export const PAGE_FILES_MODULE = new URL("../src/console/page-files.ts", import.meta.url);

/** Builds the module from the files of the page. The script is bundled as JavaScript. */
export async function buildPageModule(): Promise<string> {
  const script = await build({
    // esbuild writes file names into the bundle. They are relative to this folder, not to the working directory.
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
    PAGE_HTML: ["The HTML of the console page.", html],
    PAGE_STYLE: ["The style sheet of the console page.", style],
    PAGE_SCRIPT: ["The script of the console page, a module.", script.outputFiles[0]?.text],
  };
  const exports = Object.entries(texts).map(
    ([name, [description, text]]) =>
      `/** ${description} */\nexport const ${name} =\n  ${JSON.stringify(text)};\n`,
  );
  const head =
    "// Generated from page/ by `npm run make console-page`. A test fails when it is out of date.\n";
  return `${head}\n${exports.join("\n")}`;
}

if (import.meta.main) await writeFile(PAGE_FILES_MODULE, await buildPageModule());
