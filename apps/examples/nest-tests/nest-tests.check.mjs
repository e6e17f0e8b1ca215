// Tests the projects that `nest new` creates, with Jest and Vitest, configured as the guides say.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { exec, npmInstall } from "../../../scripts/packages/setup.mjs";
import { ROOT } from "../../../scripts/workspace.mjs";

const { folder, tarballs, nodes } = inject("packed");
const HOME = import.meta.dirname;
const read = (...path) => readFileSync(join(...path), "utf8");
const readJson = (...path) => JSON.parse(read(...path));

/** The Jest settings in a guide. */
const documented = (guide) =>
  JSON.parse(/```json\n(\{[^`]*"jest"[^`]*)```/.exec(read(ROOT, "docs", guide))[1]).jest;
const COMMONJS = { ...readJson(HOME, "nest-11", "package.json").jest, ...documented("nestjs.md") };
/** Jest must also compile Nest 12, because it consists of ES modules. */
const COMMONJS_12 = JSON.parse(JSON.stringify(COMMONJS).replace("@hivekit", "@hivekit|@nestjs"));
const ES_MODULES = documented("testing.md");

const jest = (config, ...options) => {
  const args = [...options, "node_modules/jest/bin/jest.js", "--config", JSON.stringify(config)];
  return { args, packages: { jest: "30.5.2", "ts-jest": "29.4.15" } };
};
const swcJest = (config, ...options) => {
  const transform = Object.fromEntries(Object.keys(config.transform).map((files) => [files, "@swc/jest"]));
  const { args } = jest({ ...config, transform }, ...options);
  return { args, packages: { jest: "30.5.2", "@swc/core": "1.16.22", "@swc/jest": "0.2.39" } };
};
const VITEST = {
  args: ["node_modules/vitest/vitest.mjs", "run", "--globals"],
  packages: { vitest: "4.1.12", "vite-tsconfig-paths": "5.1.4" },
};
const VM_MODULES = "--experimental-vm-modules";

/**
 * The projects, each with its test runners.
 *
 * - `source`: the folder with the files that `nest new` creates, if it differs from the name.
 * - `isInCheck`: the check `packages` includes the project. `npm run nest-tests` includes all of them.
 */
const PROJECTS = [
  {
    name: "nest-11",
    isInCheck: true,
    runners: { "ts-jest": jest(COMMONJS), "@swc/jest": swcJest(COMMONJS) },
  },
  { name: "nest-11-vitest", isInCheck: false, source: "nest-11", runners: { vitest: VITEST } },
  {
    name: "nest-12",
    runners: {
      vitest: VITEST,
      "ts-jest": jest(ES_MODULES, VM_MODULES),
      "@swc/jest": swcJest(ES_MODULES, VM_MODULES),
    },
  },
  {
    name: "nest-12-commonjs",
    source: "nest-12",
    type: "commonjs",
    runners: { "@swc/jest": swcJest(COMMONJS_12) },
  },
];
const areAll = process.env["HIVEKIT_NEST_TESTS"] === "all";
const projects = PROJECTS.filter(({ isInCheck }) => areAll || isInCheck);

describe.each(projects)("the project $name", ({ name, source = name, type, runners }) => {
  const home = join(folder, "nest-tests", name);

  beforeAll(async () => {
    const manifest = readJson(HOME, source, "package.json");
    type ??= manifest.type;
    cpSync(join(HOME, source), home, { recursive: true });
    cpSync(join(HOME, ".swcrc"), join(home, ".swcrc"));
    cpSync(join(HOME, "src"), join(home, "src"), { recursive: true });
    cpSync(join(ROOT, "demo-media", "shapes.jpg"), join(home, "shapes.jpg"));
    if (type === "module") {
      // Between ES modules, an import names the compiled file.
      const spec = join(home, "src", "pictures.controller.spec.ts");
      writeFileSync(spec, read(spec).replace('"./pictures.controller"', '"./pictures.controller.js"'));
    }
    writeFileSync(join(home, "src", "entries.spec.ts"), importEntries());
    const ours = ["core", "rxjs", "nestjs", "emulator"].map((one) => [`@hivekit/${one}`, tarballs[one]]);
    await npmInstall(home, {
      type,
      dependencies: { ...manifest.dependencies, ...Object.fromEntries(ours) },
      devDependencies: Object.assign(
        {},
        manifest.devDependencies,
        ...Object.values(runners).map((one) => one.packages),
      ),
    });
  });

  const cells = Object.keys(runners).flatMap((runner) => Object.keys(nodes).map((node) => [runner, node]));
  test.each(cells)("passes its tests with %s on Node %s", async (runner, node) => {
    const { error, output } = await exec(nodes[node], runners[runner].args, home);
    expect({ error, output }).toEqual({ error: null, output: expect.not.stringContaining("WARN") });
  });
});

/** A test that imports every entry point except the one for Vitest. */
function importEntries() {
  const entries = ["core", "rxjs", "nestjs", "emulator"].flatMap((name) =>
    Object.keys(readJson(ROOT, "packages", name, "package.json").exports)
      .filter((entry) => !/\.json$|^\.\/vitest$/.test(entry))
      .map((entry) => `@hivekit/${name}${entry.slice(1)}`),
  );
  const imports = entries.map((entry, index) => `import * as entry${index} from "${entry}";\n`).join("");
  const names = entries.map((_, index) => `entry${index}`).join(", ");
  return `${imports}
test.each([${names}])("entry point %# has exports", (entry) => {
  expect(Object.keys(entry)).not.toEqual([]);
});
`;
}
