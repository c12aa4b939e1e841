import { CHANGES, READS, type Usage } from "./explain";

/** Examples and exit codes of `schema …`, by command. */
export const SCHEMA_USAGE: Readonly<Record<string, Usage>> = {
  inspect: {
    examples: [
      ["atlas-iac schema inspect -u sqlite://app.db > schema.hcl", "as HCL"],
      ["atlas-iac schema inspect -u sqlite://app.db --format '{{ sql . \"  \" }}'", "as SQL, indented"],
      ["atlas-iac schema inspect --env local --exclude 'tmp_*'", "of a project's environment"],
    ],
    codes: READS,
    functions: ["hcl", "sql"],
  },
  diff: {
    examples: [
      ["atlas-iac schema diff --from sqlite://app.db --to file://schema.hcl", "what the database lacks"],
      ["atlas-iac schema diff --from sqlite://a.db --to sqlite://b.db", "two databases"],
    ],
    codes: READS,
    functions: ["sql"],
  },
  apply: {
    examples: [
      ["atlas-iac schema apply -u sqlite://app.db --to file://schema.sql", "shows, asks, applies"],
      ["atlas-iac schema apply --env local --dry-run", "only shows"],
      ["atlas-iac schema apply --env prod --auto-approve", "in a pipeline"],
    ],
    codes: CHANGES,
    functions: [],
  },
  lint: {
    examples: [["atlas-iac schema lint -u sqlite://app.db --to file://schema.sql", "before applying it"]],
    codes: { 0: "nothing would be destroyed or lost", 1: "something would be, or it failed" },
    functions: [],
  },
  clean: {
    examples: [
      ["atlas-iac schema clean -u sqlite://app.db --dry-run", "only shows"],
      ["atlas-iac schema clean -u sqlite://app.db", "shows, asks, drops"],
    ],
    codes: CHANGES,
  },
  fmt: {
    examples: [["atlas-iac schema fmt schema.hcl", "prints the name, if it was changed"]],
    codes: READS,
  },
};
