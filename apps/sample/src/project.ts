import type { HiveClientOptions } from "@hivekit/core";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { Problem } from "./problem.ts";

/** A Hive project that the desk can submit to: its name on the page, and how to reach it. */
export type Project = { readonly name: string; readonly options: HiveClientOptions };

/** The emulator's demo projects: one per kind of model, and one that people answer. */
export function emulatedProjects(emulator: Pick<EmulatorServer, "url">): readonly Project[] {
  const project = (name: string, apiKey: string): Project => ({
    name,
    options: { apiKey, baseUrl: emulator.url },
  });
  return [
    project("colors", "demo-colors"),
    project("boxes", "demo-colors-boxes"),
    project("mask", "demo-colors-mask"),
    project("labeling", "demo-labeling"),
  ];
}

/**
 * The one project that a key of Hive's belongs to.
 *
 * @throws Problem if there is no key.
 */
export function liveProject(environment: NodeJS.ProcessEnv): Project {
  const apiKey = environment["HIVE_API_KEY"];
  if (apiKey === undefined || apiKey === "") {
    throw new Problem("--live needs the key of a Hive project in HIVE_API_KEY.");
  }
  const baseUrl = environment["HIVE_BASE_URL"];
  const isElsewhere = baseUrl !== undefined && baseUrl !== "";
  return { name: "live", options: isElsewhere ? { apiKey, baseUrl } : { apiKey } };
}
