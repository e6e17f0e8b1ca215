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
import { DeskController } from "../http/desk.controller.ts";
import { ErrorResponseFilter } from "../http/error-response.filter.ts";
import { HealthController } from "../http/health.controller.ts";
import { ItemsController } from "../http/items.controller.ts";
import { limitUpload } from "../http/limit-upload.ts";
import { MediaController } from "../http/media.controller.ts";
import { PoliciesController } from "../http/policies.controller.ts";
import { createSpaceFilter } from "../http/space-filter.ts";
import { rejectCrossSite } from "../http/security-middleware.ts";
import { CallbackResults } from "../items/callback-results.ts";
import { DeskSettings, UNFINISHED_SUFFIX } from "../items/desk-settings.ts";
import { ItemEvents } from "../items/item-events.ts";
import { ItemSweep } from "../items/item-sweep.ts";
import { ItemStore } from "../items/item-store.ts";
import { ItemsService } from "../items/items.service.ts";
import { PolicyTrials } from "../items/policy-trials.ts";
import { PolicyStore } from "../policies/policy-store.ts";

/** A form contains a project and either a file, a URL or text. */
const FORM_LIMITS = { files: 1, fields: 4, fieldSize: 16 * 1024 };

/** The Nest module of the desk. It imports one Hive module per project, because each project has its own API key. */
@Module({})
export class AppModule implements NestModule, OnApplicationBootstrap {
  readonly #sweep: ItemSweep;
  readonly #results: CallbackResults;

  constructor(@Inject(ItemSweep) sweep: ItemSweep, @Inject(CallbackResults) results: CallbackResults) {
    this.#sweep = sweep;
    this.#results = results;
  }

  /** @param getUrl - returns the URL at which the app listens. */
  static forDesk(settings: DeskSettings, getUrl: () => Promise<string>): DynamicModule {
    const { projects, mediaFolder, maxUploadBytes } = settings;
    const hiveModules = projects.map(({ name, options, callbacks }) =>
      HiveModule.forRoot({
        name,
        // The desk stops immediately when it is asked to.
        shutdownGraceMs: 0,
        logger: false,
        ...options,
        ...(callbacks === null
          ? {}
          : { callbacks: { publicUrl: callbacks.publicUrl ?? getUrl, secrets: [callbacks.secret] } }),
      }),
    );
    // Multer's types do not include this option yet.
    const streamHandler = { streamHandler: limitUpload(maxUploadBytes) };
    return {
      module: AppModule,
      imports: [
        ...hiveModules,
        TerminusModule.forRoot({ logger: false }),
        MulterModule.register({
          ...streamHandler,
          // The file name is the id of the future item, never the client's file name.
          storage: diskStorage({
            destination: mediaFolder,
            filename: (_request, _file, done) => done(null, `${randomUUID()}${UNFINISHED_SUFFIX}`),
          }),
          limits: { ...FORM_LIMITS, fileSize: maxUploadBytes },
          fileFilter: createSpaceFilter(settings),
          // Browsers send file names in UTF-8; multer's default is Latin-1.
          defParamCharset: "utf8",
        }),
      ],
      controllers: [DeskController, ItemsController, PoliciesController, MediaController, HealthController],
      providers: [
        { provide: DeskSettings, useValue: settings },
        {
          provide: PolicyStore,
          useValue: new PolicyStore(settings.database, {
            initial: settings.policyTexts,
            writeRetryMs: settings.writeRetryMs,
          }),
        },
        PolicyTrials,
        ItemStore,
        ItemEvents,
        CallbackResults,
        ItemSweep,
        HiveHealthIndicator,
        {
          provide: ItemsService,
          useFactory: (items: ItemStore, policies: PolicyStore, ...services: HiveService[]) =>
            new ItemsService(settings, { items, policies }, services),
          inject: [ItemStore, PolicyStore, ...projects.map(({ name }) => getHiveToken(name))],
        },
        // Nest tries the filters in reverse order: Hive's errors first.
        { provide: APP_FILTER, useClass: ErrorResponseFilter },
        { provide: APP_FILTER, useClass: HiveExceptionFilter },
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(rejectCrossSite).forRoutes("api/{*path}");
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#sweep.start();
    this.#results.startPolling();
  }
}
