import type { Session } from "../drivers/session";
import type { Diagnostic, ParsedFile } from "../engine/protocol";
import { StatementError } from "../errors";

const ADDS_VALUE = /\badd\s+value\b/i;

/** A file with a transaction of its own fails when its statements run one by one, too. */
const OWN_TRANSACTION =
  /^(?:\s|--[^\n]*\n|\/\*.*?\*\/)*(?:begin|start|commit|end|abort|rollback|prepare\s+transaction)\b/is;

/** PostgreSQL's code for the use of a value that an open transaction added to an enum. */
const UNSAFE_USE = "55P04";

/**
 * Finds the use of a value in the file that adds it to an enum. PostgreSQL refuses it in one transaction, in which files run; the
 * statements that are linted run one by one, and do not fail by it. So such a file is tried in a transaction, which is rolled back.
 */
export async function unsafeValues(dev: Session, file: ParsedFile): Promise<Diagnostic[]> {
  const { statements, directives } = file;
  const mayBe = statements.slice(0, -1).some(({ text }) => ADDS_VALUE.test(text));
  if (dev.dialect !== "postgres" || !mayBe || directives.txmode?.includes("none")) return [];
  if (statements.some(({ text }) => OWN_TRANSACTION.test(text))) return [];
  await dev.begin();
  try {
    for (const { text, pos } of statements) {
      const failure = await dev.execute(text).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) continue;
      // What else fails is told when the statement runs by itself.
      return failure instanceof StatementError && failure.databaseCode === UNSAFE_USE ? [finding(failure, pos)] : [];
    }
    return [];
  } finally {
    await dev.rollback();
  }
}

function finding(failure: StatementError, pos: number): Diagnostic {
  return {
    analyzer: "transaction",
    code: "TX201",
    report: "statements that fail in a transaction detected",
    text: `The statement fails in the transaction that adds the value: ${failure.message}`,
    pos,
    fixes: ["Use the value in a file after this one, or begin this one with `-- atlas:txmode none`"],
  };
}
