// The projects of `scripts/consumers`: what they install, and which entries they use.

const CORE = { index: "@hivekit/core" };
for (const name of ["callback", "classes", "mask", "node", "options", "policy", "schemas"])
  CORE[name] = `@hivekit/core/${name}`;

const NEST_12 = { "@nestjs/common": "12.5.1", "@nestjs/core": "12.5.1" };
/** The oldest Nest that is promised. */
const NEST_11 = { "@nestjs/common": "11.0.0", "@nestjs/core": "11.0.0" };
const NEST_ENTRIES = { index: "@hivekit/nestjs", callbacks: "@hivekit/nestjs/callbacks" };
/** What Nest itself needs. */
const BELOW_NEST = { "reflect-metadata": "0.2.2", rxjs: "7.8.2" };

const WRONG_CLIENT = `import { HiveClient } from "@hivekit/core";\nnew HiveClient({ apiKey: 1 });\n`;
const WRONG_MODULE = `import { HiveModule } from "@hivekit/nestjs";\nHiveModule.forRoot({ apiKey: 1 });\n`;
const WRONG_EMULATOR = `import { createEmulator } from "@hivekit/emulator";\ncreateEmulator({ rules: 1 });\n`;

/**
 * - `folder`: of `scripts/consumers`; the project's name where it is not given.
 * - `packages`: ours, packed.
 * - `dependencies`: the others, with their versions; no optional peer but where a project is about it.
 * - `entries`: what `use.cjs` and the check of side effects get, under these names.
 * - `mustFail`: a module that every TypeScript has to refuse.
 * - `isVariant`: another project has the main entry of the same package.
 * - `isOfNode`: its types need those of Node also where there is a DOM library.
 * - `foreign`: packages of others whose own declarations may have errors; they are shown.
 */
export const PROJECTS = [
  { name: "core", packages: ["core"], entries: CORE, mustFail: WRONG_CLIENT },
  {
    name: "rxjs",
    packages: ["core", "rxjs"],
    // The oldest that is promised.
    dependencies: { rxjs: "7.8.0" },
    entries: { index: "@hivekit/rxjs" },
    mustFail: `import { segments } from "@hivekit/rxjs";\nsegments({ yes_smoking: 0.9 });\n`,
  },
  {
    name: "nestjs",
    packages: ["core", "rxjs", "nestjs"],
    dependencies: { ...NEST_12, ...BELOW_NEST },
    entries: NEST_ENTRIES,
    mustFail: WRONG_MODULE,
    isOfNode: true,
    foreign: ["@nestjs/common", "@nestjs/core"],
  },
  {
    name: "nestjs-11",
    isVariant: true,
    folder: "nestjs",
    packages: ["core", "rxjs", "nestjs"],
    dependencies: { ...NEST_11, ...BELOW_NEST },
    entries: NEST_ENTRIES,
    mustFail: WRONG_MODULE,
    isOfNode: true,
    foreign: ["@nestjs/common", "@nestjs/core"],
  },
  {
    name: "nestjs-optional",
    isVariant: true,
    packages: ["core", "rxjs", "nestjs", "emulator"],
    dependencies: { ...NEST_12, ...BELOW_NEST, "@nestjs/terminus": "12.1.0" },
    entries: { health: "@hivekit/nestjs/health", testing: "@hivekit/nestjs/testing" },
    mustFail: WRONG_MODULE,
    isOfNode: true,
    foreign: ["@nestjs/common", "@nestjs/core", "@nestjs/terminus"],
  },
  {
    name: "emulator",
    packages: ["emulator"],
    entries: { index: "@hivekit/emulator", node: "@hivekit/emulator/node" },
    mustFail: WRONG_EMULATOR,
  },
  {
    name: "emulator-vitest",
    isVariant: true,
    packages: ["emulator"],
    dependencies: { vitest: "5.1.1" },
    entries: { vitest: "@hivekit/emulator/vitest" },
    mustFail: WRONG_EMULATOR,
    isOfNode: true,
    foreign: ["vitest", "vite", "@vitest/*", "rolldown"],
    // vitest has its own way to run a module, and needs the binaries that it calls optional.
    isRunByVitest: true,
    hasOptional: true,
  },
];
