/**
 * `npm run contract:fields -- PATH_TO_fields.json... [--write]`: compares our custom resource definitions with lists of upstream's
 * fields, kind by kind, and prints a table. With `--write` the lists' parts on our kinds become the fixture that the tests
 * compare with, so all of them must be given then. Exit code 1 when anything differs that `fields/deliberate.ts` does not name.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../markdown-table";
import type { DefinitionFacts } from "./fields/facts";
import { withoutGenerations } from "./fields/generations";
import { factsIn } from "./fields/ours";
import { coverageOf, coverageRows } from "./fields/table";
import { type UpstreamKind, upstreamFacts } from "./fields/theirs";

const root = join(__dirname, "../..");
const provenance =
  "Facts of the custom resource definitions of github.com/mongodb/mongodb-atlas-kubernetes (Apache-2.0), release 2.15.1; " +
  "spec.tags of AtlasProject from its main branch of 2026-08-05; and of github.com/ariga/atlas-operator (Apache-2.0), release " +
  "0.7.37; AtlasCluster from both forms it had in releases 0.5.0 and 0.8.1 of the former. Written by `npm run contract:fields`.";
const fixture = join(root, "test/model/fixtures/upstream-fields.json");

function main(args: string[]): number {
  const sources = args.filter((one) => !one.startsWith("--"));
  if (sources.length === 0) {
    console.error("usage: npm run contract:fields -- PATH_TO_fields.json... [--write]");
    return 2;
  }
  const upstream: Record<string, UpstreamKind> = Object.assign(
    {},
    ...sources.map((source) => withoutGenerations(JSON.parse(readFileSync(source, "utf8")))),
  );
  const kinds = Object.entries(factsIn(join(root, "crds"))).flatMap(([kind, ours]) => {
    const theirs = upstream[kind];
    return theirs ? [{ kind, ours, theirs: upstreamFacts(theirs), source: theirs.source }] : [];
  });
  const coverages = kinds.map(({ kind, ours, theirs }) => coverageOf(kind, ours, theirs));
  console.log(table(coverageRows(coverages), "numbers"));
  const unexplained = coverages.flatMap(({ kind, other }) => other.map((difference) => ({ kind, ...difference })));
  for (const { kind, where, ours, theirs } of unexplained) {
    console.log(`${kind} ${where}: ours ${ours}, upstream's ${theirs}`);
  }
  if (args.includes("--write")) writeFileSync(fixture, fixtureText(kinds));
  return unexplained.length === 0 ? 0 : 1;
}

/** One field a line, so that a change of upstream's shows as such. */
function fixtureText(kinds: { kind: string; theirs: DefinitionFacts; source?: string }[]): string {
  const parts = kinds.map(({ kind, theirs, source }) => {
    const fields = Object.entries(theirs.fields).map(
      ([path, facts]) => `   ${JSON.stringify(path)}: ${JSON.stringify(facts)}`,
    );
    const head = Object.entries({
      source,
      names: theirs.names,
      printerColumns: theirs.printerColumns,
      cel: theirs.cel,
    });
    const lines = head
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    return ` ${JSON.stringify(kind)}: {\n${lines.join(",\n")},\n  "fields": {\n${fields.join(",\n")}\n  }\n }`;
  });
  return `{\n"provenance": ${JSON.stringify(provenance)},\n"kinds": {\n${parts.join(",\n")}\n}\n}\n`;
}

process.exitCode = main(process.argv.slice(2));
