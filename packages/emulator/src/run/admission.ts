import type { Exchange } from "../api/exchange.ts";
import type { Generation, ModelAddress } from "../api/generation.ts";
import { drainBody } from "../api/limited-body.ts";
import { ApiError } from "../error/api-error.ts";
import { unitPriceUsd } from "../state/emulator-project.ts";
import type { EmulatorState, OpenProject } from "../state/emulator-state.ts";
import { toUnits, type MoneyUnits } from "../state/money.ts";

/**
 * Finds the project of a request's key.
 *
 * @throws ApiError 401 or 403 for an unknown key, and for a key of another generation.
 */
export async function authenticate(
  exchange: Exchange,
  { generation, state }: { readonly generation: Generation; readonly state: EmulatorState },
): Promise<OpenProject> {
  const open = state.projects.get(readKey(exchange.request.headers, generation.scheme) ?? "");
  const generations = open?.project.generations ?? [];
  if (open !== undefined && generations.includes(generation.name)) return open;
  await drainBody(exchange, state.maxBodyBytes);
  throw new ApiError(
    generation.wrongKeyStatus,
    open === undefined
      ? generation.wrongKeyMessage
      : `${generation.wrongKeyMessage}: in the emulator, this key is valid for ${generations.join(" and ")} only.`,
  );
}

/**
 * Reads the key in an `Authorization: <scheme> <key>` header, such as `Token demo-colors`.
 * The case of the scheme is ignored. Source: reference/hive-api.md, section 2.1. V1DOCS mentions Basic, but all its samples send `Token`.
 *
 * @returns `null` without the header and for any other scheme.
 */
function readKey(headers: Headers, scheme: Generation["scheme"]): string | null {
  const [given, key, ...rest] = headers.get("authorization")?.trim().split(/ +/) ?? [];
  return given?.toLowerCase() === scheme.toLowerCase() && rest.length === 0 ? (key ?? null) : null;
}

/**
 * Admits a submission: its project is within its rate limit, and its balance covers one frame, whose price is reserved.
 *
 * @param options.address - the model in v3's URL; `null` in other generations.
 * @returns a function that settles the reservation with the charge.
 * @throws ApiError 429 or 405.
 */
export async function admit(
  exchange: Exchange,
  options: {
    readonly open: OpenProject;
    readonly state: EmulatorState;
    readonly address: ModelAddress | null;
  },
): Promise<(charge: MoneyUnits) => void> {
  const { open, state, address } = options;
  const { project, account, rateLimiter } = open;
  if (!rateLimiter.take()) {
    await drainBody(exchange, state.maxBodyBytes);
    // Hive's message. Source: reference/shapes/v2-error-429.json.
    throw new ApiError(429, "Project has been rate limited", {
      retryAfterSeconds: project.rateLimit?.retryAfterSeconds ?? null,
    });
  }
  const settle = account.reserve(toUnits(unitPriceUsd(project, address?.model ?? project.model)));
  if (settle === null) {
    await drainBody(exchange, state.maxBodyBytes);
    // The message of the documentation for 405; the body of a live one is not known.
    throw new ApiError(405, "Insufficient account balance");
  }
  return settle;
}
