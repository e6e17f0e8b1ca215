import { Controller, Get, Inject, Sse } from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import type { Observable } from "rxjs";
import type { DeskInfo } from "../../api/desk-api.ts";
import { DEMO_FILES } from "../config/folders.ts";
import { DeskSettings } from "../items/desk-settings.ts";
import { ItemEvents } from "../items/item-events.ts";
import { MAX_POLICY_CHARACTERS } from "../policies/parse-policy-text.ts";
import { MAX_TEXT_CHARACTERS } from "./api-input.ts";
import { LIST_STREAM, withComments } from "./event-stream.ts";

/** The routes for the desk's settings and for changes to the list. */
@Controller("api")
export class DeskController {
  constructor(
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(ItemEvents) private readonly events: ItemEvents,
  ) {}

  @Get("desk")
  info(): DeskInfo {
    const { projects, maxUploadBytes, isLive } = this.settings;
    return {
      // Lists each property, because the other properties of a project, such as its API key, must not leave the server.
      projects: projects.map(
        ({ name, description, policy, policyText, accepts, isLabeling, consoleUrl }) => ({
          name,
          description,
          tags: Object.keys(policy.tags ?? {}),
          accepts,
          hasPolicyText: policyText !== null,
          isLabeling,
          consoleUrl,
        }),
      ),
      maxUploadBytes,
      maxTextCharacters: MAX_TEXT_CHARACTERS,
      maxPolicyCharacters: MAX_POLICY_CHARACTERS,
      demoFiles: DEMO_FILES,
      isLive,
    };
  }

  @Sse("events", LIST_STREAM)
  follow(): Observable<MessageEvent> {
    return this.events.followList().pipe(withComments());
  }
}
