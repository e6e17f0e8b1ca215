import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { mediaTypeOf } from "@hivekit/core";
import { RequestSignal } from "@hivekit/nestjs";
import {
  BadGatewayException,
  Controller,
  Get,
  HttpStatus,
  Inject,
  NotFoundException,
  Param,
  ParseIntPipe,
  Res,
} from "@nestjs/common";
import type { Response } from "express";
import { filter } from "rxjs";
import { DeskSettings, UNFINISHED_SUFFIX } from "../items/desk-settings.ts";
import { ItemStore } from "../items/item-store.ts";
import { reportFailure } from "../items/report-failure.ts";
import { RestrictedException } from "../items/restricted-exception.ts";
import { ITEM_ID } from "./api-input.ts";

const MASK_TIMEOUT_MS = 15_000;
const MAX_MASK_BYTES = 32 * 1024 * 1024;
/** Browsers must not run the file, frame it or guess its type, regardless of its contents. */
const SAFE_HEADERS = {
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
};

/** The routes of uploaded media and of masks. */
@Controller("api/items/:id")
export class MediaController {
  constructor(
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(ItemStore) private readonly store: ItemStore,
  ) {}

  /**
   * Sends the uploaded media. Supports range requests, which players need for seeking. Ends the response if the item
   * becomes restricted meanwhile.
   */
  @Get("media")
  async media(@Param("id", ITEM_ID) id: string, @Res() response: Response): Promise<void> {
    const restricted = this.store.changes
      .pipe(filter((change) => change.id === id && change.state !== "deleted" && change.isRestricted))
      .subscribe(() => response.destroy());
    response.once("close", () => restricted.unsubscribe());
    const { source } = await this.store.openRow(id);
    if (source.kind !== "media") throw notFound("The item has no uploaded media.");
    // The type was detected from the content. Anything other than pictures and videos is downloaded.
    const isInline = /^(?:image|video)\//.test(source.contentType);
    if (isInline) response.setHeader("content-disposition", "inline");
    else response.attachment(source.filename);
    response.setHeader("content-type", isInline ? source.contentType : "application/octet-stream");
    response.sendFile(
      id,
      { root: this.settings.mediaFolder, headers: SAFE_HEADERS, dotfiles: "deny" },
      (error) => {
        if (error === undefined || response.headersSent) return;
        response.removeHeader("content-type");
        if ("status" in error && error.status === HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
          response
            .status(error.status)
            .json({ kind: "input", message: "The requested range is outside the media." });
        else response.status(404).json({ kind: "not_found", message: "The media file no longer exists." });
      },
    );
  }

  /**
   * Sends the picture of a mask. The desk downloads it from Hive's URL once, so that the page contacts no other server.
   */
  @Get("masks/:position")
  async mask(
    @Param("id", ITEM_ID) id: string,
    @Param("position", new ParseIntPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND })) position: number,
    @RequestSignal() signal: AbortSignal,
    @Res() response: Response,
  ): Promise<void> {
    await this.store.openRow(id);
    const [frame] = position < 0 || position > 1e9 ? [] : await this.store.frames(id, position, 1);
    if (frame?.position !== position || frame.mask === null)
      throw notFound("The item has no mask at this position.");
    const path = this.settings.maskPath(id, position);
    const stored = await readFile(path).catch(() => null);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(MASK_TIMEOUT_MS)]);
    const picture = stored ?? (await download(frame.mask.url, limit).catch(() => null));
    const type = picture === null ? null : mediaTypeOf(picture);
    if (picture === null || type?.contentType.startsWith("image/") !== true) {
      throw new BadGatewayException({
        kind: "network",
        message: "The mask could not be downloaded from Hive; its URL may have expired.",
      });
    }
    if (stored === null) {
      await storeFile(path, picture);
      // The item may have been restricted, deleted or submitted again in the meantime.
      const [current] = await this.store.frames(id, position, 1);
      if (current?.mask?.url !== frame.mask.url) await rm(path, { force: true });
    }
    if ((await this.store.find(id))?.isRestricted === true) throw new RestrictedException();
    response.set({ ...SAFE_HEADERS, "content-type": type.contentType }).send(picture);
  }
}

/** Stores a picture, because Hive's URLs expire. A failure is only logged: the picture can still be shown. */
async function storeFile(path: string, picture: Buffer): Promise<void> {
  const unfinished = `${path}.${randomUUID()}${UNFINISHED_SUFFIX}`;
  try {
    await writeFile(unfinished, picture);
    await rename(unfinished, path);
  } catch (error) {
    reportFailure(error);
    await rm(unfinished, { force: true });
  }
}

async function download(url: string, signal: AbortSignal): Promise<Buffer> {
  if (!/^https?:/.test(url)) throw new Error("The URL must be an http or https URL.");
  const { ok, body } = await fetch(url, { signal, redirect: "error" });
  if (!ok || body === null) throw new Error("The response does not contain a picture.");
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_MASK_BYTES) throw new Error(`The picture is larger than ${MAX_MASK_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function notFound(message: string): NotFoundException {
  return new NotFoundException({ kind: "not_found", message });
}
