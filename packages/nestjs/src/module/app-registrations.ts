import { HiveConfigError } from "@hivekit/core";
import type { ApplicationConfig, ModuleRef } from "@nestjs/core";

/** The projects of one app. */
type AppRegistrations = {
  /** The registration of each project name. A registration has one module reference. */
  readonly names: Map<string | undefined, ModuleRef>;
  /** The project name of each callback route, in lower case. */
  readonly routes: Map<string, string | undefined>;
};

/** The registrations of each app, including the apps that tests create. An app has one configuration. */
const apps = new WeakMap<ApplicationConfig, AppRegistrations>();

/**
 * Reserves a project name in an app.
 *
 * @throws HiveConfigError if another registration has the name. Two services would share neither statistics nor
 * shutdown, and the importing module would decide which of them is injected.
 */
export function reserveProjectName(
  config: ApplicationConfig,
  { name, registration }: { readonly name: string | undefined; readonly registration: ModuleRef },
): void {
  const { names } = getRegistrations(config);
  const holder = names.get(name);
  // A request-scoped service is created for each request.
  if (holder === registration) return;
  if (holder !== undefined) {
    throw new HiveConfigError(
      `The ${formatProject(name)} is registered twice in this app. Register it once, with isGlobal: true, or give one of the two another name.`,
      { option: "name" },
    );
  }
  names.set(name, registration);
}

/**
 * Reserves the callback route of a project in an app. Express ignores case, so routes that differ only in case are the
 * same.
 *
 * @throws HiveConfigError if another project has the route: only one of them would receive callbacks.
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
  const registrations: AppRegistrations = { names: new Map(), routes: new Map() };
  apps.set(config, registrations);
  return registrations;
}

function formatProject(name: string | undefined): string {
  return name === undefined ? "unnamed Hive project" : `Hive project "${name}"`;
}
