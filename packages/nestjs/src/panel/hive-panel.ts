import { HiveConfigError } from "@hivekit/core";
import type { Submission } from "@hivekit/core";
import { createPanel } from "@hivekit/core/panel";
import type { Panel, PanelCallOptions, PanelMember, PanelVerdict } from "@hivekit/core/panel";
import type { OnModuleInit } from "@nestjs/common";
import { getHiveToken } from "../service/hive-token.ts";
import { HiveService, openFrameStream } from "../service/hive.service.ts";
import type { HivePanelMember, HivePanelOptions } from "./hive-panel-options.ts";

/** Finds a provider of the app by its token; throws if there is none. */
export type FindProvider = (token: ReturnType<typeof getHiveToken>) => unknown;

/**
 * An injectable panel: several Hive projects, and functions of your own, that judge an item together; see `createPanel`
 * of `@hivekit/core/panel`.
 *
 * The calls of registered projects are calls of their `HiveService`: it counts them, and a shutdown ends them. Their
 * members then fail, and the verdict is not `allow`.
 */
export class HivePanel<Name extends string = string> implements Panel<Name>, OnModuleInit {
  readonly #options: HivePanelOptions<Name>;
  readonly #find: FindProvider;
  /** Set when the app is initialized, or by the first verdict before that. */
  #opened: Panel<Name> | null = null;

  /** Called by `HivePanelModule`. */
  constructor(options: HivePanelOptions<Name>, find: FindProvider) {
    this.#options = options;
    this.#find = find;
  }

  /** Judges one item; see `Panel.judge`. */
  async judge(item: Submission, options?: PanelCallOptions<Name>): Promise<PanelVerdict<Name>> {
    return this.#open().judge(item, options);
  }

  /** Judges several items of one post, and combines all verdicts into one; see `Panel.judgeAll`. */
  async judgeAll<Item extends string>(
    items: Readonly<Record<Item, Submission>>,
    options?: PanelCallOptions<`${Item}.${Name}`>,
  ): Promise<PanelVerdict<`${Item}.${Name}`>> {
    return this.#open().judgeAll(items, options);
  }

  /**
   * Called by Nest when all providers exist.
   *
   * @throws HiveConfigError if an option is unknown or invalid, or a project is not registered.
   */
  onModuleInit(): void {
    this.#open();
  }

  #open(): Panel<Name> {
    this.#opened ??= createPanel<Name>({ ...this.#options, members: this.#connectMembers() });
    return this.#opened;
  }

  #connectMembers(): Readonly<Record<Name, PanelMember>> {
    const { members } = this.#options;
    // `createPanel` reports members that are not an object.
    if (typeof members !== "object" || members === null) return members;
    const connected = Object.entries<HivePanelMember>(members).map(([name, member]) => [
      name,
      this.#connect(name, member),
    ]);
    // oxlint-disable-next-line typescript/no-unsafe-return -- the entries have the names of the members
    return Object.fromEntries(connected);
  }

  /** Replaces the project of a member by a client that calls the project's service. */
  #connect(name: string, member: HivePanelMember): unknown {
    // `createPanel` reports a member that is not an object.
    if (typeof member !== "object" || member === null) return member;
    const { project, ...rest } = member;
    const isConnected = member.client !== undefined || member.judge !== undefined;
    if (isConnected && project === undefined) return rest;
    if (isConnected) {
      throw createProjectError(name, "cannot be combined with client or judge");
    }
    const service = this.#findService(name, project);
    const frames: typeof service.client.frames = (submission, options) =>
      openFrameStream(service, submission, options);
    return { ...rest, client: { frames } };
  }

  #findService(name: string, project: string | undefined): HiveService {
    const what = project === undefined ? "the unnamed project" : `the project "${project}"`;
    let service: unknown;
    try {
      service = this.#find(getHiveToken(project));
    } catch (cause) {
      throw createProjectError(name, `is ${what}, which is not registered; import HiveModule.forRoot`, cause);
    }
    if (service instanceof HiveService) return service;
    throw createProjectError(
      name,
      `is ${what}, whose provider is not a HiveService; in tests, replace it by HiveTestingModule.serviceOn`,
    );
  }
}

function createProjectError(name: string, problem: string, cause?: unknown): HiveConfigError {
  const option = `members.${name}.project`;
  return new HiveConfigError(`HivePanelModule: ${option} ${problem}.`, { option, cause });
}
