import { Inject } from "@nestjs/common";
import { HiveService } from "./hive.service.ts";

/**
 * Returns the injection token of a Hive project's {@link HiveService}.
 *
 * @param name - The `name` of the registration. Without a name, the token is the class itself.
 */
export function getHiveToken(name?: string): typeof HiveService | string {
  return name === undefined ? HiveService : `HiveService:${name}`;
}

/** Injects the {@link HiveService} of a named project: `constructor(@InjectHive("text") text: HiveService)`. */
export function InjectHive(name?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getHiveToken(name));
}
