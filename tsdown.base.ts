import type { UserConfig } from "tsdown";

/** What every published package shares: ES modules with `.js` and `.d.ts`, one file per entry, source maps. */
export function libraryConfig(options: Pick<UserConfig, "entry" | "platform">): UserConfig {
  return {
    entry: options.entry ?? ["src/index.ts"],
    platform: options.platform ?? "neutral",
    target: options.platform === "node" ? "node22.12" : "es2023",
    format: "esm",
    fixedExtension: false,
    tsconfig: "tsconfig.build.json",
    sourcemap: true,
    dts: { sourcemap: true, generator: "tsgo" },
    // Streams end with `await using`, whose symbol is in no ES library that users of today compile with.
    banner: { dts: '/// <reference lib="esnext.disposable" />' },
    clean: true,
    // A neutral platform knows no builtins; entries for Node import them nevertheless.
    deps: { neverBundle: [/^node:/] },
  };
}

/** What the private apps share: one runnable bundle in which the workspace's own packages are included. */
export function appConfig(options: Pick<UserConfig, "entry" | "platform">): UserConfig {
  return {
    entry: options.entry ?? ["src/main.ts"],
    platform: options.platform ?? "node",
    target: "es2023",
    format: "esm",
    fixedExtension: false,
    sourcemap: true,
    dts: false,
    clean: true,
    deps: {
      // Workspace packages export their source here, and Node cannot run decorators: they are compiled into the app.
      alwaysBundle: [/^@hivekit\/(core|rxjs|nestjs)(\/|$)/],
      // The emulator finds its optional decoders from its own folder, so it stays there; Node strips its types.
      neverBundle: [/^@hivekit\/emulator/],
      onlyBundle: false,
    },
  };
}

/** Single files without any import: for runtimes that know neither this workspace nor npm. */
export function bundleConfig(options: Pick<UserConfig, "entry" | "platform">): UserConfig {
  return { ...appConfig(options), deps: { alwaysBundle: [/./], onlyBundle: false } };
}
