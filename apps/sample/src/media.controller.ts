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
import { DeskSettings, UPLOAD_ENDING } from "./desk-settings.ts";
import { failureOf } from "./failure.ts";
import { ITEM_ID } from "./item-id.ts";
import { ItemStore } from "./item-store.ts";

const MASK_TIMEOUT_MS = 15_000;
const MASK_MAX_BYTES = 32 * 1024 * 1024;
/** Whatever the file holds: no script, no frame, no other type than we say. */
const HEADERS = {
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
};

/** The pictures and videos: what was uploaded, and masks. */
@Controller("api/items/:id")
export class MediaController {
  constructor(
    @Inject(DeskSettings) private readonly settings: DeskSettings,
    @Inject(ItemStore) private readonly store: ItemStore,
  ) {}

  /** What was uploaded, in ranges if it is asked for: players jump. */
  @Get("media")
  async media(@Param("id", ITEM_ID) id: string, @Res() response: Response): Promise<void> {
    const { source } = await this.store.row(id);
    if (source.kind !== "media") throw missing("The item has no media of its own.");
    // The type was read off the content. Anything but pictures and videos is for the disk.
    const isShown = /^(?:image|video)\//.test(source.contentType);
    if (isShown) response.setHeader("content-disposition", "inline");
    else response.attachment(source.filename);
    response.setHeader("content-type", isShown ? source.contentType : "application/octet-stream");
    response.sendFile(
      id,
      { root: this.settings.mediaFolder, headers: HEADERS, dotfiles: "deny" },
      (error) => {
        if (error === undefined || response.headersSent) return;
        response.removeHeader("content-type");
        if ("status" in error && error.status === HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
          response.status(error.status).json({ kind: "input", message: "The media has no such range." });
        else response.status(404).json({ kind: "not_found", message: "The media is not there any more." });
      },
    );
  }

  /** A mask's picture, from where Hive said that it is, once: the page asks nobody else. */
  @Get("masks/:position")
  async mask(
    @Param("id", ITEM_ID) id: string,
    @Param("position", new ParseIntPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND })) position: number,
    @RequestSignal() signal: AbortSignal,
    @Res() response: Response,
  ): Promise<void> {
    const [frame] = position < 0 || position > 1e9 ? [] : await this.store.frames(id, position, 1);
    if (frame?.position !== position || frame.mask === null) throw missing("There is no such mask.");
    const path = this.settings.maskPath(id, position);
    const kept = await readFile(path).catch(() => null);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(MASK_TIMEOUT_MS)]);
    const picture = kept ?? (await download(frame.mask.url, limit).catch(() => null));
    const type = picture === null ? null : mediaTypeOf(picture);
    if (picture === null || type?.contentType.startsWith("image/") !== true) {
      throw new BadGatewayException({
        kind: "network",
        message: "The mask cannot be had from where Hive put it.",
      });
    }
    if (kept === null) {
      await keepFile(path, picture);
      // The item may have been deleted or submitted again meanwhile.
      const [now] = await this.store.frames(id, position, 1);
      if (now?.mask?.url !== frame.mask.url) await rm(path, { force: true });
    }
    response.set({ ...HEADERS, "content-type": type.contentType }).send(picture);
  }
}

/** Keeps a picture, because Hive's addresses do not last; where that fails, it can be shown all the same. */
async function keepFile(path: string, picture: Buffer): Promise<void> {
  const unfinished = `${path}.${randomUUID()}${UPLOAD_ENDING}`;
  try {
    await writeFile(unfinished, picture);
    await rename(unfinished, path);
  } catch (error) {
    failureOf(error);
    await rm(unfinished, { force: true });
  }
}

async function download(address: string, signal: AbortSignal): Promise<Buffer> {
  if (!/^https?:/.test(address)) throw new Error("No web address.");
  const { ok, body } = await fetch(address, { signal, redirect: "error" });
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  if (!ok || body === null) throw new Error("No picture.");
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > MASK_MAX_BYTES) throw new Error("Too large.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function missing(message: string): NotFoundException {
  return new NotFoundException({ kind: "not_found", message });
}
