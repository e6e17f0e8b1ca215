export { createPanel } from "./panel/create-panel.ts";
export type { Panel } from "./panel/create-panel.ts";
export type {
  PanelCallOptions,
  PanelClient,
  PanelClientMember,
  PanelJudgeMember,
  PanelMember,
  PanelMemberOptions,
  PanelOptions,
  PanelParts,
} from "./panel/panel-options.ts";
export type { PanelMemberResult, PanelVerdict } from "./panel/panel-verdict.ts";
