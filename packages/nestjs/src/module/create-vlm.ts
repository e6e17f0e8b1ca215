import { HiveConfigError, isHiveError } from "@hivekit/core";
import type { HiveClientOptions } from "@hivekit/core";
import { HiveVlm } from "@hivekit/core/vlm";
import type { HiveVlmOptions } from "@hivekit/core/vlm";
import type { HiveProjectOptions } from "./hive-module-options.ts";

/**
 * Creates the vision language model client of a project. It inherits the options of the project, unless `vlm` replaces
 * them. It does not inherit `model`, which belongs to another endpoint.
 *
 * @param options - The options of the project, which `HiveClient` has already checked. Without `logger`, nothing is
 * logged.
 * @returns `null` if the project does not use the model: it has no key of v3 and no `vlm`.
 * @throws HiveConfigError whose `option` starts with `vlm.`.
 */
export function createVlm(options: HiveClientOptions & Pick<HiveProjectOptions, "vlm">): HiveVlm | null {
  const { api, vlm, limits, model: _model, ...shared } = options;
  const isV3 = api === "v3";
  if (vlm === undefined && !isV3) return null;
  // Without its own key, the client would read HIVE_API_KEY, which is the key of another generation.
  if (!isV3 && vlm?.apiKey === undefined) {
    throw new HiveConfigError(
      `vlm.apiKey is missing; pass a secret key of v3, because the project's own key is for ${api ?? "v1"}.`,
      { option: "vlm.apiKey" },
    );
  }
  const { mediaBytes, replyBytes } = limits ?? {};
  const own = Object.entries(vlm ?? {}).filter(([, value]) => value !== undefined);
  const vlmOptions: HiveVlmOptions = {
    ...shared,
    limits: { mediaBytes, replyBytes },
    ...Object.fromEntries(own),
  };
  try {
    return new HiveVlm(vlmOptions);
  } catch (error) {
    if (!isHiveError(error) || error.kind !== "config") throw error;
    throw new HiveConfigError(`vlm: ${error.message}`, {
      option: error.option === null ? "vlm" : `vlm.${error.option}`,
      cause: error,
    });
  }
}
