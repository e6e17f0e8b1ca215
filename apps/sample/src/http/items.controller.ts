import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Sse,
  UploadedFile,
  UseInterceptors,
} from "@nestjs/common";
import type { MessageEvent } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import type { Request } from "express";
import type { Observable } from "rxjs";
import type { Item, ItemDetail, ItemFrame, ItemPage } from "../../api/desk-api.ts";
import { DeskSettings, UNFINISHED_SUFFIX } from "../items/desk-settings.ts";
import { ItemEvents } from "../items/item-events.ts";
import { ItemStore } from "../items/item-store.ts";
import { ItemsService } from "../items/items.service.ts";
import { checkInput, DecisionBody, DeletionQuery, ITEM_ID, ItemQuery } from "./api-input.ts";
import { readLastEventId, waitForReader, withComments } from "./event-stream.ts";
import { readSubmission } from "./read-submission.ts";

/** The routes of the items. */
@Controller("api/items")
export class ItemsController {
  constructor(
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(ItemsService) private readonly service: ItemsService,
    @Inject(ItemStore) private readonly store: ItemStore,
    @Inject(ItemEvents) private readonly events: ItemEvents,
  ) {}

  /** Responds when the item is stored. The submission to Hive continues in the background. */
  @Post()
  @UseInterceptors(FileInterceptor("media"))
  async submit(@Body() form: unknown, @UploadedFile() file?: Express.Multer.File): Promise<Item> {
    const id = file === undefined ? randomUUID() : basename(file.filename, UNFINISHED_SUFFIX);
    try {
      const { project, source } = await readSubmission(form, { file, projects: this.settings.projects });
      return await this.service.add({ id, project: project.name, source }, async () => {
        if (file !== undefined) await rename(file.path, this.settings.mediaPath(id));
      });
    } catch (error) {
      if (file !== undefined) await rm(file.path, { force: true });
      throw error;
    }
  }

  @Get()
  list(@Query() query: unknown): Promise<ItemPage> {
    return this.store.page(checkInput(ItemQuery, query));
  }

  @Get(":id")
  show(@Param("id", ITEM_ID) id: string): Promise<ItemDetail> {
    return this.store.detail(id);
  }

  @Get(":id/frames")
  async frames(@Param("id", ITEM_ID) id: string): Promise<ItemFrame[]> {
    await this.store.openRow(id);
    return this.store.frames(id);
  }

  /** Hive's JSON: the frames, and the rest of the reply. */
  @Get(":id/raw")
  async raw(@Param("id", ITEM_ID) id: string): Promise<{ reply: unknown; frames: unknown[] }> {
    const { raw } = await this.store.openRow(id);
    return { reply: raw, frames: await this.store.rawFrames(id) };
  }

  /** An `EventSource` reconnects automatically. That is safe, because this route submits nothing. */
  @Sse(":id/events")
  async follow(@Param("id", ITEM_ID) id: string, @Req() request: Request): Promise<Observable<MessageEvent>> {
    await this.store.row(id);
    const { res: response } = request;
    const news = this.events.followItem(id, {
      from: readLastEventId(request),
      whenRead: async () => response && waitForReader(response),
    });
    return news.pipe(withComments());
  }

  @Post(":id/cancel")
  @HttpCode(200)
  async cancel(@Param("id", ITEM_ID) id: string): Promise<ItemDetail> {
    await this.store.row(id);
    await this.service.cancel(id);
    return this.store.detail(id);
  }

  @Post(":id/resubmit")
  @HttpCode(200)
  async resubmit(@Param("id", ITEM_ID) id: string): Promise<ItemDetail> {
    await this.service.resubmit(id);
    return this.store.detail(id);
  }

  @Post(":id/decisions")
  async decide(@Param("id", ITEM_ID) id: string, @Body() body: unknown): Promise<ItemDetail> {
    await this.store.row(id);
    await this.service.decide(id, checkInput(DecisionBody, body));
    return this.store.detail(id);
  }

  /** A restricted item is deleted only with `?deletesEvidence=true`. */
  @Delete(":id")
  @HttpCode(204)
  async remove(@Param("id", ITEM_ID) id: string, @Query() query: unknown): Promise<void> {
    const { deletesEvidence } = checkInput(DeletionQuery, query);
    await this.store.row(id);
    await this.service.remove(id, { deletesEvidence });
  }
}
