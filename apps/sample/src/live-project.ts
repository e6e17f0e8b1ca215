import { RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { HiveApi } from "@hivekit/core";
import type { DeskProject } from "../api/desk-api.ts";
import { Problem } from "./problem.ts";
import { CALLBACK_PROJECT, segmentsOf } from "./project.ts";
import type { Project } from "./project.ts";

const TAKES: { readonly [api in HiveApi]: DeskProject["takes"] } = {
  v1: ["media", "url"],
  v2: ["media", "url", "text"],
  v3: ["media", "url", "text"],
};

/**
 * The one project that a key of Hive's belongs to. With an address and a secret for callbacks, it is submitted for later, as people's answers take
 * hours.
 *
 * @throws Problem if there is no key, or the other variables do not go together.
 */
export function liveProject(environment: NodeJS.ProcessEnv): Project {
  const given = (name: string): string | undefined => environment[name] || undefined;
  const apiKey = given("HIVE_API_KEY");
  if (apiKey === undefined) throw new Problem("--live needs the key of a Hive project in HIVE_API_KEY.");
  const [baseUrl, model, publicUrl] = [
    given("HIVE_BASE_URL"),
    given("HIVE_MODEL"),
    given("HIVE_CALLBACK_URL"),
  ];
  const secret = given("HIVE_CALLBACK_SECRET");
  const api = given("HIVE_API") ?? "v1";
  if (api !== "v1" && api !== "v2" && api !== "v3") throw new Problem("HIVE_API must be v1, v2 or v3.");
  if ((publicUrl === undefined) !== (secret === undefined) || (secret !== undefined && api !== "v2")) {
    throw new Problem("Callbacks need HIVE_CALLBACK_URL, HIVE_CALLBACK_SECRET and HIVE_API=v2, all three.");
  }
  const callbacks = publicUrl === undefined || secret === undefined ? null : { publicUrl, secret };
  const { block, review } = RECOMMENDED_POLICY;
  return {
    name: callbacks === null ? "live" : CALLBACK_PROJECT,
    description: "The project of HIVE_API_KEY. Every submission is billed.",
    takes: TAKES[api],
    isLabeling: callbacks !== null,
    consoleUrl: null,
    options: {
      apiKey,
      api,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(model === undefined ? {} : { model }),
    },
    callbacks,
    policy: RECOMMENDED_POLICY,
    segments: segmentsOf([...Object.keys(block), ...Object.keys(review)], 0.5),
  };
}
