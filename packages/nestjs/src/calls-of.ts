import { CallRegistry } from "./call-registry.ts";

const registries = new WeakMap<object, CallRegistry>();

/**
 * The calls in flight of a service. By the service, and not by its registration: a test may put another one in its place, and what takes callbacks must
 * count with the one that is shut down.
 */
export function callsOf(service: object): CallRegistry {
  const known = registries.get(service);
  if (known !== undefined) return known;
  const calls = new CallRegistry();
  registries.set(service, calls);
  return calls;
}
