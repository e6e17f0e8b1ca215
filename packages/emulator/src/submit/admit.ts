import type { Exchange } from "../http/exchange.ts";
import { drainBody } from "../http/drain-body.ts";
import { HttpError } from "../http/http-error.ts";
import { keyOf } from "../http/key-of.ts";
import type { EmulatorState, OpenProject } from "../state/emulator-state.ts";
import { unitPriceOf } from "../state/unit-price.ts";
import type { V3Model } from "../v3/v3-generation.ts";
import { toUnits, type MoneyUnits } from "../state/money.ts";
import type { Generation } from "./generation.ts";

/**
 * The project of a request's key.
 *
 * @throws HttpError 401 or 403 for an unknown key, and for one of another generation.
 */
export async function authenticate(
  exchange: Exchange,
  { generation, state }: { readonly generation: Generation; readonly state: EmulatorState },
): Promise<OpenProject> {
  const open = state.projects.get(keyOf(exchange.request.headers, generation.scheme) ?? "");
  if (open === undefined) {
    await drainBody(exchange, state.maxBodyBytes);
    throw new HttpError(generation.wrongKeyStatus, generation.wrongKeyMessage);
  }
  const { generations } = open.project;
  if (!generations.includes(generation.name)) {
    await drainBody(exchange, state.maxBodyBytes);
    throw new HttpError(
      generation.wrongKeyStatus,
      `${generation.wrongKeyMessage}: the emulator's project of this key answers ${generations.join(" and ")} only.`,
    );
  }
  return open;
}

/**
 * Lets a submission through: its project is not above its rate, and can pay for one frame, which is set aside.
 *
 * @param options.address - the model in v3's address; `null` in other generations.
 * @returns what settles the price.
 * @throws HttpError 429 or 405.
 */
export async function admit(
  exchange: Exchange,
  {
    open,
    state,
    address,
  }: { readonly open: OpenProject; readonly state: EmulatorState; readonly address: V3Model | null },
): Promise<(charge: MoneyUnits) => void> {
  const { project, account, rateLimiter } = open;
  if (!rateLimiter.take()) {
    await drainBody(exchange, state.maxBodyBytes);
    // Hive's words. Source: reference/shapes/v2-error-429.json.
    throw new HttpError(429, "Project has been rate limited", {
      retryAfterSeconds: project.rateLimit?.retryAfterSeconds ?? null,
    });
  }
  const settle = account.reserve(toUnits(unitPriceOf(project, address?.model ?? project.model)));
  if (settle === null) {
    await drainBody(exchange, state.maxBodyBytes);
    // The documentation's words for 405; the body of a real one is not known.
    throw new HttpError(405, "Insufficient account balance");
  }
  return settle;
}
