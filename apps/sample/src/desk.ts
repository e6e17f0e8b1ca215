import type { HiveService } from "@hivekit/nestjs";
import { BadRequestException } from "@nestjs/common";

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

  /** @throws BadRequestException if there is no project of that name. */
  project(name: string = this.projects[0] ?? ""): HiveService {
    const service = this.#services.get(name);
    if (service !== undefined) return service;
    throw new BadRequestException(`There is no project "${name}"; known are ${this.projects.join(", ")}.`);
  }
}
