import { HiveInputError } from "@hivekit/core";
import type { HiveService } from "@hivekit/nestjs";

/** The projects of the desk, by name; the first one is the default. */
export class Desk {
  readonly #services: ReadonlyMap<string, HiveService>;

  constructor(services: ReadonlyMap<string, HiveService>) {
    this.#services = services;
  }

  /** The names of the projects, the default one first. */
  get projects(): readonly string[] {
    return [...this.#services.keys()];
  }

  /** @throws HiveInputError if there is no project of that name. */
  project(name: string = this.projects[0] ?? ""): HiveService {
    const service = this.#services.get(name);
    if (service !== undefined) return service;
    throw new HiveInputError(`There is no project "${name}"; known are ${this.projects.join(", ")}.`);
  }
}
