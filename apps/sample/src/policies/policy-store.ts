import { and, desc, eq } from "drizzle-orm";
import { ConflictException } from "@nestjs/common";
import type { PolicyVersion } from "../../api/desk-api.ts";
import type { Database } from "../database/open-database.ts";
import { retryRequest } from "../database/database-writes.ts";
import { policies } from "../database/schema.ts";

type PolicyRow = typeof policies.$inferSelect;

/** Stores the policy texts of projects. A version is never changed or deleted. */
export class PolicyStore {
  readonly #database: Database;
  /** By project. */
  readonly #initial: ReadonlyMap<string, string>;
  readonly #writeRetryMs: number;

  /** @param options.initial - the first version of each project, which is stored if the project has none. */
  constructor(
    database: Database,
    options: { readonly initial: ReadonlyMap<string, string>; readonly writeRetryMs: number },
  ) {
    this.#database = database;
    this.#initial = options.initial;
    this.#writeRetryMs = options.writeRetryMs;
  }

  /** Whether a project has a policy text. */
  has(project: string): boolean {
    return this.#initial.has(project);
  }

  /** Returns the latest version. @throws if the project has no policy text: see {@link has}. */
  async current(project: string): Promise<PolicyVersion> {
    const stored = await this.#findLatest(project);
    if (stored !== null) return toVersion(stored);
    await this.#insert(project, 1, this.#initial.get(project));
    const added = await this.#findLatest(project);
    if (added === null) throw new Error("The first version of the policy was not stored.");
    return toVersion(added);
  }

  /** Returns a version; `null` if it does not exist. */
  async find(project: string, version: number): Promise<PolicyVersion | null> {
    const [row] = await this.#database
      .select()
      .from(policies)
      .where(and(eq(policies.project, project), eq(policies.version, version)));
    return row === undefined ? null : toVersion(row);
  }

  /**
   * Stores a text as the next version, unless it is the current text. Can be repeated if the outcome is unknown.
   *
   * @param options.basedOn - the version that was edited.
   * @throws ConflictException if there is a later version. Nothing is stored then.
   */
  async save(
    project: string,
    { text, basedOn }: { readonly text: string; readonly basedOn: number },
  ): Promise<PolicyVersion> {
    const saved = await retryRequest(
      async () => {
        const current = await this.current(project);
        // Also the result of an attempt whose outcome was unknown.
        if (current.text === text) return current;
        const isAdded = current.version === basedOn && (await this.#insert(project, basedOn + 1, text));
        return isAdded ? this.find(project, basedOn + 1) : null;
      },
      { delayMs: this.#writeRetryMs },
    );
    if (saved !== null) return saved;
    throw new ConflictException({
      kind: "conflict",
      message: `Another version was saved after version ${basedOn}. Compare your text with it, then save again.`,
    });
  }

  /** @returns whether it was added; `false` if the version already exists. */
  async #insert(project: string, version: number, text: string | undefined): Promise<boolean> {
    if (text === undefined) throw new Error("The project has no policy text.");
    const added = await this.#database
      .insert(policies)
      .values({ project, version, text })
      .onConflictDoNothing()
      .returning();
    return added.length > 0;
  }

  async #findLatest(project: string): Promise<PolicyRow | null> {
    const [row] = await this.#database
      .select()
      .from(policies)
      .where(eq(policies.project, project))
      .orderBy(desc(policies.version))
      .limit(1);
    return row ?? null;
  }
}

function toVersion({ version, text, savedOn }: PolicyRow): PolicyVersion {
  return { version, text, savedOn: savedOn.toISOString() };
}
