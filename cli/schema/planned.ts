import type { PlannedStatement } from "../../provider/schema/engine/protocol";
import type { Io } from "./io";

/** Prints planned statements, each below a comment that says what it does. */
export function printStatements(statements: readonly PlannedStatement[], io: Pick<Io, "out">): void {
  io.out("-- Planned Changes:\n");
  for (const { cmd, comment } of statements) {
    if (comment) io.out(`-- ${comment.slice(0, 1).toUpperCase()}${comment.slice(1)}\n`);
    io.out(`${cmd};\n`);
  }
}
