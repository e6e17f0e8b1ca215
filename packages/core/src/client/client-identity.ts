import type { HiveApi } from "../protocol/protocol.ts";
import { isObject } from "../value/is-object.ts";

/** The destination of a client's requests and its deadline, without the API key. */
export type ClientIdentity = {
  readonly api: HiveApi;
  /** The model of the client; absent if it has none. */
  readonly model: string | undefined;
  readonly baseUrl: string;
  /** The deadline of calls that have none of their own, in milliseconds; absent for the default. */
  readonly timeoutMs: number | undefined;
};

/** A registered symbol, so that it also works with clients of another copy of this package. */
const IDENTITY: unique symbol = /* @__PURE__ */ Symbol.for("hivekit.client");

/** Attaches an identity to a client. It is not enumerable, so that logs and comparisons do not contain it. */
export function setClientIdentity(client: object, identity: ClientIdentity | null): void {
  Object.defineProperty(client, IDENTITY, { value: identity });
}

/** Returns the identity of a client, or of a wrapper to which it was copied; `null` if there is none. */
export function getClientIdentity(client: object): ClientIdentity | null {
  const identity: unknown = Reflect.get(client, IDENTITY);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only setClientIdentity writes this property
  return isObject(identity) ? (identity as ClientIdentity) : null;
}
