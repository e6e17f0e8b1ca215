import { Controller, Get, Inject, Sse } from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import type { Observable } from "rxjs";
import type { DeskInfo } from "../api/desk-api.ts";
import { DeskSettings } from "./desk-settings.ts";
import { DEMO_FILES } from "./folders.ts";
import { ItemEvents } from "./item-events.ts";
import { MAX_TEXT_CHARACTERS } from "./read-submission.ts";

/** What the page needs to know at first, and what changes in its list. */
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
      // One by one: what else a project has, the key above all, stays here.
      projects: projects.map(({ name, description, takes, isLabeling, consoleUrl }) => ({
        name,
        description,
        takes,
        isLabeling,
        consoleUrl,
      })),
      maxUploadBytes,
      maxTextCharacters: MAX_TEXT_CHARACTERS,
      demoFiles: DEMO_FILES,
      isLive,
    };
  }

  @Sse("events")
  follow(): Observable<MessageEvent> {
    return this.events.ofList();
  }
}
