import nest = require("@hivekit/nestjs");
import { OnHiveTask } from "@hivekit/nestjs/callbacks";

export const module_ = nest.HiveModule.forRoot({ apiKey: "k" });
export const decorator = OnHiveTask({ project: "text" });
// @ts-expect-error -- a key is a string
export const wrong = nest.HiveModule.forRoot({ apiKey: 1 });
