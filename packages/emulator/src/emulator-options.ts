import type { EmulatorProjectOptions } from "./state/emulator-project.ts";

/** How an emulator differs from the default one. */
export type EmulatorOptions = {
  /** Projects to add to the demo projects; one with the key of a demo project takes its place. @defaultValue none */
  readonly projects?: readonly EmulatorProjectOptions[] | undefined;
  /** What the labeling project answers, whatever it is sent. @defaultValue `["yes"]` */
  readonly labels?: readonly string[] | undefined;
  /**
   * Hosts, without port, from which an `image_url` is fetched besides this machine (localhost, 127.0.0.0/8, [::1]).
   *
   * @defaultValue none
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /** The clock behind `created_on`. @defaultValue the system's */
  readonly now?: (() => Date) | undefined;
  /** Makes the id of each task; must not repeat itself. @defaultValue a random UUID */
  readonly createId?: (() => string) | undefined;
  /** The largest request body, and the largest file behind an `image_url`, in bytes; above it, HTTP 413. @defaultValue 512 MiB */
  readonly maxBodyBytes?: number | undefined;
};
