import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Sse,
  UploadedFile,
  UseInterceptors,
} from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { HiveInputError } from "@hivekit/core";
import type { Observable } from "rxjs";
import type { Item, ItemDetail, ItemFrame, ItemPage } from "../api/desk-api.ts";
import { DeskSettings, UPLOAD_ENDING } from "./desk-settings.ts";
import { Desk } from "./desk.ts";
import { ItemEvents } from "./item-events.ts";
import { ITEM_ID } from "./item-id.ts";
import { ItemStore } from "./item-store.ts";
import type { ItemFilter } from "./item-store.ts";
import { readSubmission } from "./read-submission.ts";
import type { SubmissionForm } from "./read-submission.ts";

const MAX_NOTE = 2000;

/** The items: submitted, looked at, decided on, deleted. */
@Controller("api/items")
export class ItemsController {
  constructor(
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(Desk) private readonly desk: Desk,
    @Inject(ItemStore) private readonly store: ItemStore,
    @Inject(ItemEvents) private readonly events: ItemEvents,
  ) {}

  /** Answers when the item is stored. The way to Hive and back does not need the one who submitted. */
  @Post()
  @UseInterceptors(FileInterceptor("media"))
  async submit(@Body() form: SubmissionForm = {}, @UploadedFile() file?: Express.Multer.File): Promise<Item> {
    const id = file === undefined ? randomUUID() : basename(file.filename, UPLOAD_ENDING);
    const place = this.settings.mediaPath(id);
    try {
      const { project: name = this.desk.projects[0]?.name } = form;
      const project = this.desk.projects.find((one) => one.name === name) ?? unknownProject();
      const source = await readSubmission(form, { file, project });
      const item = await this.store.add({ id, project: project.name, source }, async () => {
        if (file !== undefined) await rename(file.path, place);
      });
      this.desk.begin(item);
      return item;
    } catch (error) {
      for (const path of [file?.path, place]) if (path !== undefined) await rm(path, { force: true });
      throw error;
    }
  }

  @Get()
  list(@Query() query: ItemFilter): Promise<ItemPage> {
    const given = Object.entries(query).filter(([, value]) => value !== "");
    const isReadable = given.every(([, value]) => typeof value === "string" && !value.includes("\0"));
    const filter: ItemFilter = Object.fromEntries(given);
    if (isReadable && /^\d{1,15}$/.test(filter.before ?? "1")) return this.store.page(filter);
    throw new BadRequestException({ kind: "input", message: "The filter cannot be read." });
  }

  @Get(":id")
  look(@Param("id", ITEM_ID) id: string): Promise<ItemDetail> {
    return this.store.detail(id);
  }

  @Get(":id/frames")
  async frames(@Param("id", ITEM_ID) id: string): Promise<ItemFrame[]> {
    await this.store.row(id);
    return this.store.frames(id);
  }

  /** What Hive sent: the frames, and the reply around them. */
  @Get(":id/raw")
  async raw(@Param("id", ITEM_ID) id: string): Promise<{ reply: unknown; frames: unknown[] }> {
    const { raw } = await this.store.row(id);
    return { reply: raw, frames: await this.store.rawFrames(id) };
  }

  /** An EventSource may come again as often as it likes: this submits nothing. */
  @Sse(":id/events")
  async follow(@Param("id", ITEM_ID) id: string): Promise<Observable<MessageEvent>> {
    await this.store.row(id);
    return this.events.ofItem(id);
  }

  @Post(":id/cancel")
  @HttpCode(200)
  async cancel(@Param("id", ITEM_ID) id: string): Promise<ItemDetail> {
    await this.store.row(id);
    await this.desk.cancel(id);
    return this.store.detail(id);
  }

  @Post(":id/resubmit")
  @HttpCode(200)
  async resubmit(@Param("id", ITEM_ID) id: string): Promise<ItemDetail> {
    await this.desk.resubmit(id);
    return this.store.detail(id);
  }

  @Post(":id/decisions")
  async decide(
    @Param("id", ITEM_ID) id: string,
    @Body() { decision, note = "" }: { readonly decision?: unknown; readonly note?: unknown } = {},
  ): Promise<ItemDetail> {
    await this.store.row(id);
    const isDecision = decision === "allow" || decision === "block";
    if (!isDecision || typeof note !== "string" || note.length > MAX_NOTE || note.includes("\0")) {
      throw new BadRequestException({
        kind: "input",
        message: `Give "allow" or "block" as decision, and a note of at most ${MAX_NOTE} characters.`,
      });
    }
    await this.desk.decide(id, { decision, note });
    return this.store.detail(id);
  }

  @Delete(":id")
  @HttpCode(204)
  async remove(@Param("id", ITEM_ID) id: string): Promise<void> {
    await this.store.row(id);
    await this.desk.remove(id);
  }
}

function unknownProject(): never {
  throw new HiveInputError("There is no such project; GET /api/desk lists them.");
}
