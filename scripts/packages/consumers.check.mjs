import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { PINNED_NODE, ROOT } from "../workspace.mjs";
import { exec, npmInstall } from "./setup.mjs";

const { folder, tarballs, nodes, typescripts } = inject("packed");
const CORE = readFileSync(join(ROOT, "packages", "core", "package.json"), "utf8");
const ENTRIES = Object.keys(JSON.parse(CORE).exports).filter((entry) => !entry.endsWith(".json"));

const REFLECT = { "reflect-metadata": "0.2.2", rxjs: "7.8.2" };
const NEST_12 = { ...REFLECT, "@nestjs/common": "12.5.1", "@nestjs/core": "12.5.1" };
/** The oldest supported Nest. */
const NEST_11 = { ...NEST_12, "@nestjs/common": "11.0.0", "@nestjs/core": "11.0.0" };
const NEST = {
  source: "nestjs",
  packages: ["core", "rxjs", "nestjs"],
  entries: ["@hivekit/nestjs", "@hivekit/nestjs/callbacks"],
  needsNodeTypes: true,
  foreign: /^@nestjs\//,
};

/**
 * The projects in `consumers`. Their `.ts` files are type-checked; `@ts-expect-error` marks values that the types must
 * reject, so a type that became `any` fails. `use.cjs` gets the entry points, both imported and required.
 *
 * - `source`: the folder in `consumers`, if it differs from the name.
 * - `dependencies`: other packages, in the oldest supported version if that matters, and the optional peers to test.
 * - `isVariant`: another project covers the main entry point, so fewer compilers are enough.
 * - `needsNodeTypes`: the types need `@types/node` even with the DOM library.
 * - `foreign`: packages with errors in their own declarations.
 */
const PROJECTS = [
  {
    name: "core",
    packages: ["core"],
    entries: ENTRIES.filter((entry) => entry !== "./opentelemetry").map((entry) =>
      entry.replace(".", "@hivekit/core"),
    ),
  },
  {
    name: "core-opentelemetry",
    isVariant: true,
    packages: ["core"],
    dependencies: { "@opentelemetry/api": "1.9.0" },
    entries: ["@hivekit/core/opentelemetry"],
  },
  { name: "rxjs", packages: ["core", "rxjs"], dependencies: { rxjs: "7.8.0" }, entries: ["@hivekit/rxjs"] },
  { ...NEST, name: "nestjs", dependencies: NEST_12 },
  { ...NEST, name: "nestjs-11", isVariant: true, dependencies: NEST_11 },
  {
    ...NEST,
    name: "nestjs-optional",
    source: "nestjs-optional",
    isVariant: true,
    packages: ["core", "rxjs", "nestjs", "emulator"],
    dependencies: { ...NEST_12, "@nestjs/terminus": "12.1.0" },
    entries: ["@hivekit/nestjs/health", "@hivekit/nestjs/testing"],
  },
  { name: "emulator", packages: ["emulator"], entries: ["@hivekit/emulator", "@hivekit/emulator/node"] },
  {
    name: "emulator-vitest",
    isVariant: true,
    packages: ["emulator"],
    dependencies: { vitest: "3.0.0" },
    needsNodeTypes: true,
    foreign: /^(?:vitest|vite|@vitest|rolldown)/,
    // vitest has its own module loader and needs the binaries that it declares as optional.
    isRunByVitest: true,
  },
];
/** The dependencies that the packages work without. */
const OPTIONAL =
  "@hivekit/emulator @nestjs/platform-express @opentelemetry/api @nestjs/terminus node-av sharp undici vitest".split(
    " ",
  );

const LIBRARIES = { DOM: ["es2023", "dom", "dom.iterable"], "no DOM": ["es2023"] };
const FIRST = ["nodenext, no DOM", "bundler, DOM"];
const SECOND = ["bundler, no DOM", "nodenext, DOM"];
/** The resolutions and libraries for each TypeScript version. 5.8 and 6 are slow and share the combinations. */
const CELLS = { 5.8: FIRST, 6: SECOND, 7: [...FIRST, ...SECOND] };

describe.concurrent.each(PROJECTS)("a project with $name", (project) => {
  const { name, source = name, packages, dependencies = {}, entries = [], isRunByVitest } = project;
  const home = join(folder, "projects", name);

  beforeAll(async () => {
    cpSync(join(ROOT, "scripts", "packages", "consumers", source), home, { recursive: true });
    const ours = packages.map((one) => [`@hivekit/${one}`, tarballs[one]]);
    const manifest = {
      type: "module",
      dependencies: { ...Object.fromEntries(ours), ...dependencies },
      devDependencies: { "@types/node": "22.19.1" },
    };
    await npmInstall(home, manifest, ["--ignore-scripts", ...(isRunByVitest ? [] : ["--omit=optional"])]);
    const nameOf = (entry) => entry.split("/").slice(2).join("_") || "index";
    const imports = entries.map((entry) => `import * as ${nameOf(entry)} from "${entry}";\n`).join("");
    const names = entries.map(nameOf).join(", ");
    writeFileSync(
      join(home, "import.mjs"),
      `${imports}import { use } from "./use.cjs";\nawait use({ ${names} });\n`,
    );
    const requires = entries.map((entry) => `${nameOf(entry)}: require("${entry}")`).join(", ");
    writeFileSync(join(home, "require.cjs"), `void require("./use.cjs").use({ ${requires} });\n`);
    writeFileSync(join(home, "quiet.mjs"), imports);
  });

  test.skipIf(isRunByVitest)("installs no optional dependencies", () => {
    const installed = OPTIONAL.filter((one) => existsSync(join(home, "node_modules", one)));
    const wanted = [...Object.keys(dependencies), ...packages.map((one) => `@hivekit/${one}`)];
    expect(installed.filter((one) => !wanted.includes(one))).toEqual([]);
  });

  describe.each(Object.entries(nodes))("on Node %s", (_, node) => {
    const vitest = ["node_modules/vitest/vitest.mjs", "run", "--root", "."];
    const programs = isRunByVitest ? { vitest } : { import: ["import.mjs"], require: ["require.cjs"] };
    test.each(Object.entries(programs))("works through %s", async (_how, args) => {
      expect(await exec(node, args, home)).toEqual({ error: null, output: expect.any(String) });
    });
    test.skipIf(isRunByVitest)("prints nothing and exits when imported", async () => {
      expect(await exec(node, ["quiet.mjs"], home)).toEqual({ error: null, output: "" });
    });
  });

  const cells = Object.entries(CELLS).flatMap(([version, all]) =>
    (project.isVariant ? all.slice(0, all.length / 2) : all).map((cell) => [version, ...cell.split(", ")]),
  );
  test.each(cells)("type-checks with TypeScript %s, %s, %s", async (...cell) => {
    expect(await typeCheck(project, home, cell)).toEqual([]);
  });
});

/** Type-checks all modules of a project as strictly as users can, and returns the errors that are not foreign. */
async function typeCheck({ needsNodeTypes, foreign }, home, [version, resolution, lib]) {
  const isModule = (file) =>
    /(?<!\.d)\.ts$/.test(file) || (resolution === "nodenext" && file.endsWith(".cts"));
  const config = {
    compilerOptions: {
      noEmit: true,
      target: "es2023",
      lib: LIBRARIES[lib],
      module: resolution === "nodenext" ? "nodenext" : "esnext",
      moduleResolution: resolution,
      // Without the DOM library, @types/node declares URL, Blob and fetch.
      types: lib === "DOM" && !needsNodeTypes ? [] : ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      experimentalDecorators: true,
      skipLibCheck: false,
    },
    files: readdirSync(home).filter(isModule),
  };
  const file = `tsconfig.${version}-${resolution}-${lib.replace(" ", "-")}.json`;
  writeFileSync(join(home, file), JSON.stringify(config));
  const tsc = join(typescripts[version], "bin", "tsc");
  const { error, output } = await exec(PINNED_NODE, [tsc, "--pretty", "false", "-p", file], home);
  const lines = output.split("\n").filter((line) => /error TS\d+/.test(line));
  if (error !== null && lines.length === 0) return [output || "tsc failed without a message."];
  const isForeign = (line) =>
    foreign?.test(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(line)?.[1] ?? "") === true;
  return lines.filter((line) => !isForeign(line));
}
