import type { OperatorOptions } from "../options";
import { databaseOperator, Predecessor } from "../predecessor/predecessor";
import { DataWatch } from "./data-watch";
import { Inputs } from "./inputs";
import { settledOptions } from "./options";
import type { DatabaseServices } from "./services";
import { DatabaseWorkers } from "./worker/workers";

/** What database objects are looked after with. Starts nothing. */
export function assembleDatabases(
  { databases, namespace, watchNamespaces: namespaces, watchTuning }: OperatorOptions,
  shared: Pick<DatabaseServices, "kube" | "events" | "metrics">,
): DatabaseServices {
  return {
    ...shared,
    worker: new DatabaseWorkers(),
    settings: settledOptions(databases),
    data: new DataWatch(shared.kube, namespaces, watchTuning),
    inputs: { AtlasSchema: new Inputs(), AtlasMigration: new Inputs() },
    unclean: new Set(),
    predecessor: new Predecessor(shared.kube, namespaces && [...new Set([...namespaces, namespace])], databaseOperator),
  };
}
