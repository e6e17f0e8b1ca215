/** An edited policy text that is not saved. */
type PolicyDraft = {
  readonly text: string;
  /** The version that was edited. */
  readonly basedOn: number;
};

/** The edited policy texts by project. They are kept when the reviewer opens another item. */
export type PolicyDrafts = Map<string, PolicyDraft>;
