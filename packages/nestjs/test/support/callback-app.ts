import { signCallbackUrl } from "@hivekit/core/callback";
import type { HiveTaskError, Task } from "@hivekit/core";
import { HiveModule } from "@hivekit/nestjs";
import type { HiveCallbackOptions, HiveModuleOptions } from "@hivekit/nestjs";
import { OnHiveTask, OnHiveTaskFailure } from "@hivekit/nestjs/callbacks";
import type { HiveCallbackInfo } from "@hivekit/nestjs/callbacks";
import type { INestApplication, Provider } from "@nestjs/common";
import { Injectable } from "@nestjs/common";
import type { TestingModuleBuilder } from "@nestjs/testing";
import { openApp } from "./open-app.ts";
import type { AdapterName, OpenApp } from "./open-app.ts";

/** The secret that signs the callback URLs in the tests. */
export const SECRET = "a secret of these tests, which is long enough";

/** Handles callbacks and remembers them. */
@Injectable()
export class Results {
  readonly tasks: { readonly task: Task; readonly info: HiveCallbackInfo }[] = [];
  readonly failures: HiveTaskError[] = [];
  /** Called before a task is remembered. */
  before: (task: Task) => Promise<void> | void = () => {};

  @OnHiveTask()
  async take(task: Task, info: HiveCallbackInfo): Promise<void> {
    await this.before(task);
    this.tasks.push({ task, info });
  }

  @OnHiveTaskFailure()
  fail(error: HiveTaskError): void {
    this.failures.push(error);
  }
}

/** An app that receives the callbacks of one project. */
export type CallbackApp = OpenApp & {
  readonly results: Results;
  /** Creates a signed callback URL of the app. */
  readonly address: (options?: {
    readonly project?: string;
    readonly secret?: string;
    readonly nowMs?: number;
  }) => Promise<string>;
};

/** Starts an app that receives the callbacks of one project. */
export async function openCallbackApp(
  options: {
    readonly adapter?: AdapterName;
    readonly callbacks?: Partial<HiveCallbackOptions>;
    readonly hive?: Omit<HiveModuleOptions, "callbacks">;
    readonly providers?: readonly Provider[];
    readonly prepare?: (nest: INestApplication) => void;
    /** Overrides providers; the app is then created from a testing module. */
    readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  } = {},
): Promise<CallbackApp> {
  const publicUrl = (): string => app.url;
  const app: OpenApp = await openApp(
    {
      imports: [
        HiveModule.forRoot({
          apiKey: "demo-text",
          api: "v2",
          ...options.hive,
          callbacks: { publicUrl, secrets: [SECRET], ...options.callbacks },
        }),
      ],
      providers: [Results, ...(options.providers ?? [])],
    },
    options,
  );
  return {
    ...app,
    results: app.nest.get(Results),
    address: (signing = {}) =>
      signCallbackUrl(`${app.url}/hive/callbacks`, { secret: SECRET, project: "default", ...signing }),
  };
}

/** Creates the body of a callback as Hive posts it. */
export function callbackBody(
  id: string,
  size: { readonly frames?: number; readonly classes?: number } = {},
): string {
  const names = Array.from({ length: size.classes ?? 1 }, (_, index) => `yes_class_number_${index}`);
  const output = Array.from({ length: size.frames ?? 1 }, (_, time) => ({
    time,
    classes: names.map((name, index) => ({ class: name, score: 1 / (time + index + 2) })),
  }));
  const response = { input: { id, charge: "0.00100", model_type: "CATEGORIZATION" }, output };
  return JSON.stringify({
    id,
    status: [{ status: { code: "0", message: "SUCCESS" }, response }],
    from_cache: false,
  });
}

/** Posts a body and returns the status of the response. */
export async function post(
  url: string,
  body: RequestInit["body"],
  init: RequestInit & { readonly duplex?: "half" } = {},
): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: body ?? null,
    ...init,
  });
  await response.text();
  return response.status;
}
