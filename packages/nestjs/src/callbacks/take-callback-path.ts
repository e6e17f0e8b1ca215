import { HiveConfigError } from "@hivekit/core";
import type { ApplicationConfig } from "@nestjs/core";

/** The routes of an app's projects, in small letters, and whose they are. An app has one configuration. */
const taken = new WeakMap<ApplicationConfig, Map<string, string | undefined>>();

/**
 * Notes that a project has its callbacks on a route. Express minds no case, so two that differ in it are one.
 *
 * @throws HiveConfigError if another project of the app has the route: only one of them would get callbacks.
 */
export function takeCallbackPath(
  path: string,
  { name, config }: { readonly name: string | undefined; readonly config: ApplicationConfig },
): void {
  const paths = taken.get(config) ?? new Map<string, string | undefined>();
  taken.set(config, paths);
  const route = path.toLowerCase();
  if (paths.has(route)) {
    const [one, other] = [shown(paths.get(route)), shown(name)];
    throw new HiveConfigError(
      `The Hive projects ${one} and ${other} have their callbacks on one route, ${path}; give each a callbacks.path of its own.`,
      { option: "callbacks.path" },
    );
  }
  paths.set(route, name);
}

function shown(name: string | undefined): string {
  return name === undefined ? "without a name" : `"${name}"`;
}
