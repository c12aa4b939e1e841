import type { AtlasSchemaSpec } from "../atlas-schema";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { show } from "../messages";
import { schemeOf } from "../sql-database/drivers";
import { targetFaults } from "../sql-database/target-checks";

type Spec = AtlasSchemaSpec | Resolved<AtlasSchemaSpec>;

/** Rules of a schema that its JSON Schema cannot say. */
export function check(spec: Spec): Fault[] {
  return [...targetFaults(spec), ...sourceFaults(spec)];
}

function sourceFaults({ schema, config, configFrom }: Spec): Fault[] {
  if (!schema) {
    if (config !== undefined || configFrom !== undefined) return [];
    return [{ path: "spec.schema", message: "is required, unless a config has it" }];
  }
  const { url, configMapKeyRef } = schema;
  const scheme = url === undefined ? undefined : schemeOf(url);
  const key = typeof configMapKeyRef === "object" ? configMapKeyRef.key : undefined;
  return [
    ...(url !== undefined && scheme !== "atlas"
      ? [
          {
            path: "spec.schema.url",
            message: "must begin with atlas://, as only the registry of Atlas Cloud is read by URL",
          },
        ]
      : []),
    ...(key !== undefined && !/\.(sql|hcl)$/i.test(key)
      ? [{ path: "spec.schema.configMapKeyRef.key", message: `${show(key)} must end in .sql or .hcl` }]
      : []),
  ];
}
