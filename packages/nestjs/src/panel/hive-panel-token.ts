import { Inject } from "@nestjs/common";
import { HivePanel } from "./hive-panel.ts";

/**
 * Returns the injection token of a {@link HivePanel}.
 *
 * @param name - The `name` of the registration. Without a name, the token is the class itself.
 */
export function getHivePanelToken(name?: string): typeof HivePanel | string {
  return name === undefined ? HivePanel : `HivePanel:${name}`;
}

/** Injects the {@link HivePanel} of a name: `constructor(@InjectHivePanel("comments") panel: HivePanel)`. */
export function InjectHivePanel(name?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getHivePanelToken(name));
}
