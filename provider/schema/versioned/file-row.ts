import type { ParsedFile, Statement } from "../engine/protocol";
import { statementHashes } from "./directory";
import type { OwnRole } from "./own-role";
import { RUNNING } from "./resumed";
import type { Revision, Revisions } from "./revisions";
import { isRepeatable } from "./session-settings";

/** Whether a statement is a command that ends a transaction and no other, so that none of it needs the role that the file set. */
function isControl({ controls = [] }: Statement): boolean {
  return controls.some(({ first, last }) => first && last);
}

/**
 * The row of a file that runs. It is written around each statement where a failure leaves it at that, and else before the first and
 * after the last: each writing lists all statements that ran.
 */
export class FileRow {
  readonly #hashes: readonly string[];
  readonly #started = process.hrtime.bigint();
  readonly #before: bigint;

  constructor(
    readonly file: ParsedFile,
    readonly revision: Revision,
    readonly revisions: Revisions,
    readonly role: OwnRole,
    /** Whether it outlives a failure: no transaction protects the file. */
    readonly exposed: boolean,
  ) {
    this.#hashes = statementHashes(file);
    this.#before = revision.executionNs;
  }

  write(revision = this.revision): Promise<void> {
    return this.role.writing(this.file.name, () => this.revisions.write(revision));
  }

  /** Notes that the file is finished. */
  async close(): Promise<void> {
    await this.role.resume();
    await this.write({ ...this.revision, partialHashes: [] });
  }

  /** Notes what must be known should the run be killed while a statement runs. */
  async before(index: number, statement: Statement): Promise<void> {
    const { file, revisions, role, exposed } = this;
    if (exposed) {
      if (isRepeatable(statement.text, revisions.session.dialect)) return;
      return role.writing(file.name, () => revisions.note(file.version, RUNNING, statement.text));
    }
    // The COMMIT of a file that is wrapped in one ends what protects the row. Elsewhere than at the end it is refused.
    if (index < file.statements.length - 1 || !statement.controls?.length) return;
    if (isControl(statement)) await role.resume();
    await this.write();
  }

  /** Counts a statement as applied. */
  async after(index: number): Promise<void> {
    const { revision, exposed } = this;
    revision.applied = index + 1;
    revision.partialHashes.push(this.#hashes[index] ?? "");
    revision.error = "";
    revision.errorStatement = "";
    revision.executionNs = this.#before + (process.hrtime.bigint() - this.#started);
    if (!exposed) return;
    if (revision.applied === revision.total) await this.close();
    else await this.write();
  }
}
