import type { Exchange } from "../api/exchange.ts";
import type { Generation, ModelAddress } from "../api/generation.ts";
import { drainBody } from "../api/read-chunks.ts";
import { ApiError } from "../error/api-error.ts";
import { unitPriceFor } from "../state/emulator-project.ts";
import type { EmulatorState, ProjectState } from "../state/emulator-state.ts";
import { toUnits, type MoneyUnits } from "../state/money.ts";

/**
 * Finds the project of a request's key.
 *
 * @throws ApiError 401 (v3) or 403 for an unknown key or a key that is not valid in this generation.
 */
export async function authenticate(
  exchange: Exchange,
  { generation, state }: { readonly generation: Generation; readonly state: EmulatorState },
): Promise<ProjectState> {
  const projectState = state.projects.get(readKey(exchange.request.headers, generation.scheme) ?? "");
  const generations = projectState?.project.generations ?? [];
  if (projectState !== undefined && generations.includes(generation.name)) return projectState;
  await drainBody(exchange, state.maxBodyBytes);
  throw new ApiError(
    generation.wrongKeyStatus,
    projectState === undefined
      ? generation.wrongKeyMessage
      : `${generation.wrongKeyMessage}: in the emulator, this key is valid in ${generations.join(" and ")} only.`,
  );
}

/**
 * Reads the key from a header such as `Authorization: Token demo-colors`. The scheme is case-insensitive.
 * Source: reference/hive-api.md, section 2.1. V1DOCS mentions `Basic`, but all its samples send `Token`.
 *
 * @returns `null` if the header is missing or has another scheme.
 */
function readKey(headers: Headers, scheme: Generation["scheme"]): string | null {
  const [given, key, ...rest] = headers.get("authorization")?.trim().split(/ +/) ?? [];
  return given?.toLowerCase() === scheme.toLowerCase() && rest.length === 0 ? (key ?? null) : null;
}

/**
 * Admits a submission if its project is within the rate limit and its balance covers one frame. Reserves the price of
 * that frame.
 *
 * @param options.address - the model in v3's URL; `null` in other generations.
 * @returns a function that settles the reservation with the charge.
 * @throws ApiError 429 above the rate limit; 405 if the balance is too low.
 */
export async function admit(
  exchange: Exchange,
  options: {
    readonly projectState: ProjectState;
    readonly state: EmulatorState;
    readonly address: ModelAddress | null;
  },
): Promise<(charge: MoneyUnits) => void> {
  const { projectState, state, address } = options;
  const { project, account, rateLimiter } = projectState;
  if (!rateLimiter.take()) {
    await drainBody(exchange, state.maxBodyBytes);
    // Hive's message. Source: reference/shapes/v2-error-429.json.
    throw new ApiError(429, "Project has been rate limited", {
      retryAfterSeconds: project.rateLimit?.retryAfterSeconds ?? null,
    });
  }
  const settle = account.reserve(toUnits(unitPriceFor(project, address?.model ?? project.model)));
  if (settle === null) {
    await drainBody(exchange, state.maxBodyBytes);
    // The documented message. No live response with this status has been seen.
    throw new ApiError(405, "Insufficient account balance");
  }
  return settle;
}
