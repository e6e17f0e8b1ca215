import { randomUUID } from "node:crypto";
import { getHiveToken, HiveExceptionFilter, HiveModule } from "@hivekit/nestjs";
import type { HiveService } from "@hivekit/nestjs";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { Inject, Module } from "@nestjs/common";
import type { DynamicModule, MiddlewareConsumer, NestModule, OnApplicationBootstrap } from "@nestjs/common";
import { APP_FILTER } from "@nestjs/core";
import { MulterModule } from "@nestjs/platform-express";
import { TerminusModule } from "@nestjs/terminus";
import { diskStorage } from "multer";
import { Answers } from "./answers.ts";
import { DeskController } from "./desk.controller.ts";
import { DeskSettings, UPLOAD_ENDING } from "./desk-settings.ts";
import { Desk } from "./desk.ts";
import { HealthController } from "./health.controller.ts";
import { ItemEvents } from "./item-events.ts";
import { ItemStore } from "./item-store.ts";
import { ItemsController } from "./items.controller.ts";
import { MediaController } from "./media.controller.ts";
import { ProblemFilter } from "./problem.filter.ts";
import { recover } from "./recover.ts";
import { refuseForeign } from "./refuse-foreign.ts";

/** A form has a project, and one of a file, an address and a text. */
const FORM_LIMITS = { files: 1, fields: 4, fieldSize: 16 * 1024 };

/** The desk's app: one Hive module per project, since each project has its own key. */
@Module({})
export class AppModule implements NestModule, OnApplicationBootstrap {
  readonly #parts: Parameters<typeof recover>[0];

  constructor(
    @Inject(DeskSettings) settings: DeskSettings,
    @Inject(ItemStore) store: ItemStore,
    @Inject(Answers) answers: Answers,
  ) {
    this.#parts = { settings, store, answers };
  }

  /** @param address - tells where the app listens. */
  static of(settings: DeskSettings, address: () => Promise<string>): DynamicModule {
    const { projects, mediaFolder, maxUploadBytes } = settings;
    const hiveModules = projects.map(({ name, options, callbacks }) =>
      HiveModule.forRoot({
        name,
        // Whoever stops the desk wants it to end at once.
        shutdownGraceMs: 0,
        logger: false,
        ...options,
        ...(callbacks === null
          ? {}
          : { callbacks: { publicUrl: callbacks.publicUrl ?? address, secrets: [callbacks.secret] } }),
      }),
    );
    return {
      module: AppModule,
      imports: [
        ...hiveModules,
        TerminusModule.forRoot({ logger: false }),
        MulterModule.register({
          // Never under the name that it comes with: under the id of the item that it will be.
          storage: diskStorage({
            destination: mediaFolder,
            filename: (_request, _file, done) => done(null, `${randomUUID()}${UPLOAD_ENDING}`),
          }),
          limits: { ...FORM_LIMITS, fileSize: maxUploadBytes },
          // Browsers send names of files in UTF-8; multer takes them for Latin-1 unless told.
          defParamCharset: "utf8",
        }),
      ],
      controllers: [DeskController, ItemsController, MediaController, HealthController],
      providers: [
        { provide: DeskSettings, useValue: settings },
        ItemStore,
        ItemEvents,
        Answers,
        HiveHealthIndicator,
        {
          provide: Desk,
          useFactory: (store: ItemStore, ...services: HiveService[]) => new Desk(settings, store, services),
          inject: [ItemStore, ...projects.map(({ name }) => getHiveToken(name))],
        },
        // The last one that fits is asked first.
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_FILTER, useClass: HiveExceptionFilter },
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(refuseForeign).forRoutes("api/{*path}");
  }

  async onApplicationBootstrap(): Promise<void> {
    await recover(this.#parts);
  }
}
