import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Option } from "commander";
import type { KindInfo } from "../../sdk/model/kind-info";
import { fileError, OptionError } from "../errors";
import { describeExamples, describeExitCodes } from "../exit-codes";
import { packageRoot } from "../package-root";

interface Options {
  kind?: string[];
  write?: string;
}

/** Adds `crds`. */
export function register(program: Command): void {
  program
    .command("crds")
    .description("print or write the custom resource definitions")
    .option("-k, --kind <kind>", "only this kind, by any of its names; may be repeated", collect)
    .addOption(new Option("-w, --write <directory>", "write one file for each kind instead of printing"))
    .addHelpText(
      "after",
      describeExamples([
        ["atlas-iac crds | kubectl apply -f -", "install all of them in a cluster"],
        ["atlas-iac crds --kind AtlasProject", "print one"],
        ["atlas-iac crds --write ./crds", "keep them with other manifests"],
      ]) + describeExitCodes({ 0: "printed or written", 1: "unknown kind, or a file could not be written" }),
    )
    .action(run);
}

async function run({ kind: names, write: directory }: Options): Promise<void> {
  const { kindInfo, kindNames } = await import("../../sdk/model/kinds.js");
  const all = kindNames.map(kindInfo);
  const { nearest } = await import("../../sdk/model/nearest.js");
  const chosen = names?.map((name) => find(name, all, nearest)) ?? all;
  const files = await Promise.all([...new Set(chosen)].map(read));
  if (directory === undefined) {
    process.stdout.write(files.map(({ text }) => text).join("---\n"));
    return;
  }
  await mkdir(directory, { recursive: true }).catch((error: unknown) => {
    throw fileError("make", directory, error);
  });
  for (const { name, text } of files) {
    const path = join(directory, name);
    await writeFile(path, text).catch((error: unknown) => {
      throw fileError("write", path, error);
    });
    process.stdout.write(`${path}\n`);
  }
}

async function read({ group, plural }: KindInfo): Promise<{ name: string; text: string }> {
  const name = `${group}_${plural}.yaml`;
  const path = join(packageRoot, "crds", name);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileError("read", path, error);
  });
  return { name, text: text.replace(/^---\n/, "").replace(/\n*$/, "\n") };
}

/** As kubectl does, takes a kind's name, plural, singular or short name, in any case. */
function find(
  name: string,
  all: readonly KindInfo[],
  nearest: (text: string, candidates: readonly string[]) => string | undefined,
): KindInfo {
  const wanted = name.toLowerCase();
  const found = all.find(({ kind, plural, singular, shortNames, group }) =>
    [kind.toLowerCase(), plural, singular, `${plural}.${group}`, ...shortNames].includes(wanted),
  );
  if (found) return found;
  const kinds = all.map(({ kind }) => kind);
  const meant = nearest(name, kinds);
  throw new OptionError(`There is no kind ${name}.`, {
    hint: meant ? `Did you mean ${meant}?` : `There are ${kinds.join(", ")}.`,
  });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
