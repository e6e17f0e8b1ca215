import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import { HiveModule, HiveVerdictInterceptor } from "@hivekit/nestjs";
import { Controller, Injectable, Post, UseInterceptors } from "@nestjs/common";
import type { CallHandler, ExecutionContext, NestInterceptor } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
import { catchError } from "rxjs";
import { expect, it } from "vitest";
import { openApp } from "../support/open-app.ts";
import { PNG } from "../support/png.ts";

/** The interceptor of the README. */
@Injectable()
class DeleteRefused implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const { file } = context.switchToHttp().getRequest<{ readonly file?: { readonly path: string } }>();
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        if (file !== undefined) await rm(file.path, { force: true });
        throw error;
      }),
    );
  }
}

it("leaves a rejected file on disk, and lets an earlier interceptor delete it", async () => {
  const dest = await mkdtemp(join(tmpdir(), "hivekit-"));
  const judge = HiveVerdictInterceptor({ policy: { block: { gun_in_hand: 0.9 } } });
  @Controller()
  class UploadsController {
    @Post("kept")
    @UseInterceptors(FileInterceptor("file", { dest }), judge)
    kept(): void {}

    @Post("deleted")
    @UseInterceptors(FileInterceptor("file", { dest }), DeleteRefused, judge)
    deleted(): void {}
  }
  const emulator = createEmulator({ rules: [{ match: { name: "gun.*" }, classes: { gun_in_hand: 0.97 } }] });
  const hive = HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false });
  await using app = await openApp({ imports: [hive], controllers: [UploadsController] });
  const upload = async (route: string, name: string) => {
    const form = new FormData();
    form.append("file", new Blob([PNG]), name);
    const { status } = await fetch(`${app.url}/${route}`, { method: "POST", body: form });
    return { status, files: (await readdir(dest)).length };
  };
  try {
    expect(await upload("deleted", "gun.png")).toEqual({ status: 422, files: 0 });
    expect(await upload("deleted", "tree.png")).toEqual({ status: 201, files: 1 });
    expect(await upload("kept", "gun.png")).toEqual({ status: 422, files: 2 });
  } finally {
    await rm(dest, { recursive: true });
  }
});
