// A Nest app that uses the packed packages: submissions, frames as events, callbacks, health and an orderly shutdown.
import "reflect-metadata";
import { Controller, Get, Injectable, Module, Post, Query, Sse, UseFilters } from "@nestjs/common";
import type { INestApplication, MessageEvent, Type } from "@nestjs/common";
import type { Task } from "@hivekit/core";
import { HiveExceptionFilter, HiveModule, HiveService, InjectHive, RequestSignal } from "@hivekit/nestjs";
import { OnHiveTask } from "@hivekit/nestjs/callbacks";
import { map } from "rxjs";
import type { Observable } from "rxjs";

const baseUrl = process.env["HIVE_BASE_URL"];
let address = "";

@Injectable()
class Results {
  readonly ids: string[] = [];

  @OnHiveTask({ project: "text" })
  take(task: Task): void {
    this.ids.push(task.id);
  }
}

@Controller()
@UseFilters(HiveExceptionFilter)
class AppController {
  // Nest finds the providers by the parameter types, because the app is compiled with decorator metadata.
  constructor(
    private readonly hive: HiveService,
    @InjectHive("text") private readonly text: HiveService,
    @InjectHive("people") private readonly people: HiveService,
    private readonly results: Results,
  ) {}

  @Post("submit")
  async submit(@Query("url") url: string) {
    const { results } = await this.hive.classify({ url });
    return { frames: results[0]?.frames.length };
  }

  @Sse("frames")
  frames(@Query("url") url: string): Observable<MessageEvent> {
    return this.hive.frames({ url }).pipe(map(({ timeSeconds }) => ({ data: { timeSeconds } })));
  }

  @Post("wait")
  async wait(@Query("url") url: string, @RequestSignal() signal: AbortSignal) {
    return (await this.people.classify({ url }, { signal })).labels;
  }

  @Post("later")
  async later() {
    return { id: (await this.text.submit({ text: "hello" })).id };
  }

  @Get("results")
  taken(): readonly string[] {
    return this.results.ids;
  }
}

@Module({
  imports: [
    // The key comes from HIVE_API_KEY.
    HiveModule.forRoot({ baseUrl, shutdownGraceMs: 500 }),
    HiveModule.forRoot({ name: "people", apiKey: "demo-labeling", baseUrl, shutdownGraceMs: 500 }),
    HiveModule.forRootAsync({
      name: "text",
      useFactory: () => ({
        apiKey: "demo-text",
        api: "v2",
        baseUrl,
        shutdownGraceMs: 500,
        callbacks: { publicUrl: () => address, secrets: ["an example: use 32 random bytes as hex"] },
      }),
    }),
  ],
  controllers: [AppController],
  providers: [Results],
})
export class AppModule {}

/** Starts the app on a free port and prints its URL. */
export async function start(
  create: (module: Type) => Promise<INestApplication>,
  module: Type = AppModule,
): Promise<void> {
  const app = await create(module);
  app.enableShutdownHooks();
  await app.listen(0, "127.0.0.1");
  address = await app.getUrl();
  console.log(`listening on ${address}`);
}
