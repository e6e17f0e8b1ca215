// The layers of each package, checked by `npm run check -- layers`. Type-only imports count; tests are exempt.

/**
 * The folders in `packages/NAME/src`, lowest layer first. A folder may import from its own layer and from those before it;
 * within a layer, two folders may not import each other. Files beside the folders are the top and may import everything.
 */
const LAYERS = {
  core: [
    "value",
    "error options result",
    "submission",
    "protocol",
    "frames",
    "transport",
    "client",
    // Each has an entry point of its own; the layers of the client import none of them.
    "callback mask node opentelemetry policy schemas text",
    "evaluate panel vlm",
    "guard",
  ],
  emulator: [
    "error time options media",
    "colors",
    "model",
    "chat",
    "rules faults",
    "state",
    "api",
    "run",
    "wire",
    "v1 v2 v3",
    "http callbacks",
    "console",
    "server",
    "command",
  ],
  nestjs: ["options", "stats", "service", "callbacks http health", "module", "panel", "testing"],
};

const CORE_DEPENDENCIES = "node_modules/(ky|zod)/";
const CORE_NODE_ENTRY = "^packages/core/src/node[./]";
const CORE_OPENTELEMETRY_ENTRY = "^packages/core/src/opentelemetry[./]";
const CORE_SCHEMAS_ENTRY = "^packages/core/src/schemas[./]";

export default {
  forbidden: [
    {
      name: "no-circular-files",
      comment: "Files that import each other, directly or through others, can only be understood together.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-circular-folders",
      comment: "Folders that import each other, directly or through others, are one folder.",
      severity: "error",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
    ...Object.entries(LAYERS).flatMap(([name, layers]) => layerRules(name, layers)),
    {
      name: "no-relative-import-of-a-package",
      comment: "Import another package by its name, as its users do. Data files are exempt.",
      severity: "error",
      from: { path: "^((?:packages|apps)/[^/]+)/src/" },
      to: { path: "^(?:packages|apps)/", pathNot: ["^$1/", "\\.json$"], dependencyTypes: ["local"] },
    },
    {
      name: "no-catch-all-names",
      comment: "Name the file after the thing it does.",
      severity: "error",
      from: {},
      to: { path: "/(util|utils|helper|helpers|common|misc|shared)\\.ts$" },
    },
    {
      name: "emulator-without-core",
      comment: "Both are written from Hive's documentation, so that one misreading does not hide in both.",
      severity: "error",
      from: { path: "^packages/emulator/src/" },
      to: { path: "^packages/core/|^@hivekit/core" },
    },
    {
      name: "core-zod-in-schemas",
      comment: "The types of the other entry points need no zod.",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: CORE_SCHEMAS_ENTRY },
      to: { path: `node_modules/zod/|${CORE_SCHEMAS_ENTRY}` },
    },
    ...["terminus", "emulator"].map((peer) => ({
      name: `nestjs-optional-${peer}`,
      comment: "An optional peer belongs to the types of its own entry point.",
      severity: "error",
      from: {
        path: `^packages/nestjs/src/(?:index|callbacks|${peer === "terminus" ? "testing" : "health"})\\.ts$`,
      },
      to: {
        path: peer === "terminus" ? "node_modules/@nestjs/terminus/" : "^packages/emulator/",
        reachable: true,
      },
    })),
    {
      name: "core-dependencies",
      comment:
        "Core runs in every runtime and depends on ky and zod. Only certain entry points use undici, Node or OpenTelemetry.",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: [CORE_NODE_ENTRY, CORE_OPENTELEMETRY_ENTRY] },
      to: { pathNot: `^packages/core/|${CORE_DEPENDENCIES}` },
    },
    {
      name: "core-opentelemetry-dependencies",
      comment: "The entry point /opentelemetry may also import the API of OpenTelemetry.",
      severity: "error",
      from: { path: CORE_OPENTELEMETRY_ENTRY },
      to: { pathNot: `^packages/core/|${CORE_DEPENDENCIES}|node_modules/@opentelemetry/api/` },
    },
    {
      name: "core-node-dependencies",
      comment: "The entry point /node may also import undici and Node's modules.",
      severity: "error",
      from: { path: CORE_NODE_ENTRY },
      to: {
        pathNot: `^packages/core/|${CORE_DEPENDENCIES}|node_modules/undici/`,
        dependencyTypesNot: ["core"],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    // Not every dist folder: the rules about dependencies must see node_modules.
    exclude: { path: "\\.test(-d)?\\.ts$|^(?:packages|apps)/[^/]+/dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};

function layerRules(name, layers) {
  const src = `^packages/${name}/src/`;
  const pathOf = (...folders) => `${src}(${folders.join(" ").replaceAll(" ", "|")})/`;
  const rules = layers.slice(0, -1).map((layer, index) => ({
    name: `${name}-layer-${layer.replaceAll(" ", "-")}`,
    comment: `The layer "${layer}" imports only from itself and from the layers below it.`,
    severity: "error",
    from: { path: pathOf(layer) },
    to: { path: [pathOf(...layers.slice(index + 1)), `${src}[^/]+$`] },
  }));
  const unknown = { path: `${src}[^/]+/`, pathNot: pathOf(...layers) };
  return [
    ...rules,
    {
      name: `${name}-unknown-folder`,
      comment: "Add the folder to LAYERS.",
      severity: "error",
      from: unknown,
      to: {},
    },
    {
      name: `${name}-unknown-folder`,
      comment: "Add the folder to LAYERS.",
      severity: "error",
      from: {},
      to: unknown,
    },
  ];
}
