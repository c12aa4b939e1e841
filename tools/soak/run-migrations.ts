import { type ApplyMigrationsRequest, applyMigrations } from "../../provider/schema/versioned/apply";

/** A run in a process of its own, for whoever kills it: tells its parent of every statement, and dies where it is told to. */
interface Order {
  request: ApplyMigrationsRequest;
  /** Statement, counted over all files, at which to die: before it runs, or after its row is written. */
  dieAt?: { statement: number; moment: "before" | "after" };
}

process.once("message", ({ request, dieAt }: Order) => {
  let count = 0;
  const onStatement: ApplyMigrationsRequest["onStatement"] = (_file, _index, tookMs) => {
    const moment = tookMs === undefined ? "before" : "after";
    if (dieAt?.statement === count && dieAt.moment === moment) process.kill(process.pid, "SIGKILL");
    if (moment === "before") process.send?.({ started: count });
    else count += 1;
  };
  applyMigrations({ ...request, onStatement }).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
