import { HiveConfigError } from "@hivekit/core";
import type { ApplicationConfig } from "@nestjs/core";

/** The projects of one app. */
type AppRegistrations = {
  /** The name of each registered project. */
  readonly names: Set<string | undefined>;
  /** Maps each callback route, in lower case, to the name of its project. */
  readonly routes: Map<string, string | undefined>;
};

/**
 * The registrations of each app, by the app's configuration. A process may create several apps, for example in tests.
 */
const apps = new WeakMap<ApplicationConfig, AppRegistrations>();

/**
 * Reserves a project name in an app.
 *
 * @throws HiveConfigError if another registration already uses the name. Two services would have separate statistics
 * and shutdowns, and which of them is injected would depend on the importing module.
 */
export function reserveProjectName(config: ApplicationConfig, name: string | undefined): void {
  const { names } = getRegistrations(config);
  if (names.has(name)) {
    throw new HiveConfigError(
      `The ${formatProject(name)} is registered twice in this app. Register it once, with isGlobal: true, or give one of them a different name.`,
      { option: "name" },
    );
  }
  names.add(name);
}

/**
 * Reserves the callback route of a project in an app. Express ignores case, so routes that differ only in case
 * conflict.
 *
 * @throws HiveConfigError if another project already uses the route, because only one of them would receive callbacks.
 */
export function reserveCallbackRoute(
  config: ApplicationConfig,
  { path, name }: { readonly path: string; readonly name: string | undefined },
): void {
  const { routes } = getRegistrations(config);
  const route = path.toLowerCase();
  if (routes.has(route)) {
    throw new HiveConfigError(
      `The ${formatProject(routes.get(route))} and the ${formatProject(name)} have the same callback route, ${path}. Give each its own callbacks.path.`,
      { option: "callbacks.path" },
    );
  }
  routes.set(route, name);
}

function getRegistrations(config: ApplicationConfig): AppRegistrations {
  const existing = apps.get(config);
  if (existing !== undefined) return existing;
  const registrations: AppRegistrations = { names: new Set(), routes: new Map() };
  apps.set(config, registrations);
  return registrations;
}

function formatProject(name: string | undefined): string {
  return name === undefined ? "unnamed Hive project" : `Hive project "${name}"`;
}
