import { HiveConfigError } from "@hivekit/core";
import type { ApplicationConfig, ModuleRef } from "@nestjs/core";

/** The registration that has each name in an app. An app, and each one that tests make, has one configuration; a registration, one reference. */
const taken = new WeakMap<ApplicationConfig, Map<string | undefined, ModuleRef>>();

/**
 * Notes that a registration has a name in its app.
 *
 * @throws HiveConfigError if another registration has it: their services would know nothing of each other's calls, in health for one, and which
 * of them is injected would depend on the module.
 */
export function takeProjectName(
  name: string | undefined,
  { config, registration }: { readonly config: ApplicationConfig; readonly registration: ModuleRef },
): void {
  const names = taken.get(config) ?? new Map<string | undefined, ModuleRef>();
  taken.set(config, names);
  const holder = names.get(name);
  // A service that depends on a request is made for each.
  if (holder === registration) return;
  if (holder !== undefined) {
    throw new HiveConfigError(
      `The Hive project ${name === undefined ? "without a name" : `"${name}"`} is registered twice in this app; register it once, with isGlobal: true, or give one of the two another name.`,
      { option: "name" },
    );
  }
  names.set(name, registration);
}
