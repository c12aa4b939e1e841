import type { Field, FieldType, Kind } from "../model";
import type { Target } from "../target";

const directory = "sdk/pulumi/resources";

/** The typed Pulumi resource of every kind, one file each, and the index that exports them. */
export const pulumiResources: Target = {
  owns: { directory, pattern: /\.gen\.ts$/ },
  files(model) {
    const index = model.kinds.map((kind) => `export * from "./${kind.module}.gen";\n`).join("");
    return [
      ...model.kinds.map((kind) => ({
        path: `${directory}/${kind.module}.gen.ts`,
        content: fileOf(kind),
      })),
      { path: `${directory}/index.gen.ts`, content: header + index },
    ];
  },
};

/** Group of the kinds that a database is behind: they have no id in Atlas to be read by. */
const databaseGroup = "db.atlasgo.io";

function fileOf(kind: Kind): string {
  if (kind.embedded) return embeddedFile(kind);
  return kind.group === databaseGroup ? databaseFile(kind) : resourceFile(kind);
}

const header = "// Made by `npm run generate` from sdk/model. Edit the model, not this file.\n";

function databaseFile(kind: Kind): string {
  const name = kind.kind;
  return `${header}import type * as pulumi from "@pulumi/pulumi";
import type { ${kind.specType}, ${kind.statusType} } from "../../model/${kind.module}";
import type { Args, OutputOf } from "../args";
import { DatabaseResource, type DatabaseStatusOf } from "../database-resource";
import type { DatabaseOptions } from "../options";
import { isResourceOfKind } from "../resource";

/** ${sentence(kind.spec.description)} */
export interface ${name}Args extends Args<${kind.specType}> {}

${comment(kind.description, "")}
export class ${name} extends DatabaseResource<"${name}"> {
${outputProperties(kind)}
  /** What was applied, and what the last refresh found. */
  declare readonly status: pulumi.Output<DatabaseStatusOf<${kind.statusType}>>;

  /**
   * Declares one. What the database holds already is taken over.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it, and what becomes of the database when it is deleted.
   */
  constructor(name: string, args: ${name}Args, options: DatabaseOptions = {}) {
    super("${name}", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is ${name} {
    return isResourceOfKind(value, "${name}");
  }
}
`;
}

function embeddedFile(kind: Kind): string {
  const name = kind.kind;
  return `${header}import type * as pulumi from "@pulumi/pulumi";
import type { ${kind.specType} } from "../../model/${kind.module}";
import type { Args, OutputOf } from "../args";
import type { EmbeddedOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** ${sentence(kind.spec.description)} */
export interface ${name}Args extends Args<${kind.specType}> {}

${comment(`${kind.description}\nWhat refers to it writes it to Atlas; by itself it is not there. Its id is its name in the program.`, "")}
export class ${name} extends AtlasResource<"${name}"> {
${outputProperties(kind)}

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: ${name}Args, options: EmbeddedOptions = {}) {
    super("${name}", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is ${name} {
    return isResourceOfKind(value, "${name}");
  }
}
`;
}

function outputProperties(kind: Kind): string {
  const outputs = kind.spec.fields.filter((field) => !isSecret(field.type));
  return outputs.map((field) => outputProperty(kind, field)).join("\n");
}

/** The interface of the arguments: the spec, but for fields that Pulumi cannot take under their own names. */
function argsInterface(kind: Kind): string {
  const renamed = kind.spec.fields.filter(({ tags }) => tags.pulumiName);
  const named = renamed.map(({ name }) => JSON.stringify(name)).join(" | ");
  const base = renamed.length > 0 ? `Omit<${kind.specType}, ${named}>` : kind.specType;
  const fields = renamed.map(({ name, tags, description, required }) => {
    const type = `In<Exclude<${kind.specType}[${JSON.stringify(name)}], undefined>>`;
    return `${comment(description, "  ")}\n  ${tags.pulumiName}${required ? "" : "?"}: ${type};\n`;
  });
  const body = fields.length > 0 ? `\n${fields.join("")}` : "";
  return `export interface ${kind.kind}Args extends Args<${base}> {${body}}`;
}

function resourceFile(kind: Kind): string {
  const name = kind.kind;
  const args = `${name}Args`;
  const mandatory = kind.spec.fields.some((field) => field.required);
  return `${header}import type * as pulumi from "@pulumi/pulumi";
import type { ${kind.specType}, ${kind.statusType} } from "../../model/${kind.module}";
import type { Args, ${kind.spec.fields.some(({ tags }) => tags.pulumiName) ? "In, " : ""}OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** ${sentence(kind.spec.description)} */
${argsInterface(kind)}

${comment(kind.description, "")}
export class ${name} extends AtlasResource<"${name}"> {
${outputProperties(kind)}
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<${kind.statusType}>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args${mandatory ? "" : "?"}: ${args}, options?: AtlasResourceOptions);
  /** Reads one: see \`get\`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: ${args}, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("${name}", name, ${mandatory ? "args" : 'args ?? ("id" in options ? undefined : {})'}, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): ${name} {
    return new ${name}(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is ${name} {
    return isResourceOfKind(value, "${name}");
  }
}
`;
}

function outputProperty(kind: Kind, field: Field): string {
  const type = `pulumi.Output<OutputOf<${kind.specType}, ${JSON.stringify(field.name)}>>`;
  return `${comment(field.description, "  ")}\n  declare readonly ${field.tags.pulumiName ?? field.name}: ${type};`;
}

function isSecret(type: FieldType): boolean {
  return type.type === "marker" && (type.marker === "secret" || type.marker === "secretKey");
}

function comment(text: string, indent: string): string {
  const lines = text.split("\n");
  if (lines.length === 1) return `${indent}/** ${text} */`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join("\n");
}

function sentence(text: string): string {
  return text.split("\n").join(" ");
}
