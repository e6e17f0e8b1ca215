import { Inject } from "@nestjs/common";

/**
 * The injection token of the emulator behind a project of `HiveTestingModule`.
 *
 * @param name - The `name` with which the project was registered.
 */
export function getEmulatorToken(name?: string): string {
  return name === undefined ? "HiveEmulator" : `HiveEmulator:${name}`;
}

/** Injects the emulator behind a project of `HiveTestingModule`. */
export function InjectEmulator(name?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getEmulatorToken(name));
}
