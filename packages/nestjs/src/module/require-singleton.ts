import { HiveConfigError } from "@hivekit/core";
import { Scope } from "@nestjs/common";
import type { ModuleRef } from "@nestjs/core";
import type { getHiveToken } from "../service/hive-token.ts";

/** A service of a registration, and what its error message needs. */
export type ScopedService = {
  /** The method that received the options. */
  readonly owner: string;
  /** The project's name; `undefined` for the unnamed project. */
  readonly name: string | undefined;
  /** The token of the service. */
  readonly token: ReturnType<typeof getHiveToken>;
};

/**
 * Checks that a service exists once per app. Nest would create a request-scoped service, even a durable one, after the
 * app has booted, and would not call its shutdown hooks.
 *
 * @throws HiveConfigError if the options depend on a request-scoped provider, such as `REQUEST`.
 */
export function requireSingleton(modules: ModuleRef, { owner, name, token }: ScopedService): void {
  if (modules.introspect(token).scope !== Scope.REQUEST) return;
  const project = name === undefined ? "" : ` of Hive project "${name}"`;
  throw new HiveConfigError(
    `${owner}: the options${project} depend on a request-scoped provider, but all requests share one client with its rate limit pause, statistics and shutdown. ` +
      "Inject only singletons. If each tenant has its own key, register one named project per tenant, or create a HiveClient per tenant.",
  );
}
