import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The Go module of the engine. */
export const ENGINE = path.resolve(__dirname, "../../provider/schema/engine");
/** What is built of it, and with. */
export const OUTPUT = path.join(ENGINE, "dist");

const TARGET = { GOOS: "js", GOARCH: "wasm", GOFLAGS: "-mod=readonly", CGO_ENABLED: "0" };

const LIBRARY = "ariga.io/atlas";
/** The packages that the engine uses, without their tests: Go, and what it embeds. */
const USED = /^(go\.mod$|(schemahcl|sql)\/(?!.*(_test\.go$|testdata\/)))/;

const REFERENCES = {
  from: 'b.P("REFERENCES").Table(fk.RefTable)',
  to: 'b.P("REFERENCES").RefTable(fk.Table, fk.RefTable)',
};

const COLUMNS = "if err := i.columns(ctx, s); err != nil {";

/** Writes the name of a primary key, where the server would give it another. */
const named = (table: string, key: string) =>
  `if name := ${key}.Name; name != "" && name != ${table}.Name+"_pkey" { b.P("CONSTRAINT").Ident(name) }`;

/**
 * The lines of the library that are others in the engine: its documents are written by the engine's own package, a foreign key
 * to another schema names it where all else is without the name of its schema, and is another than one to a table of the same name, PostgreSQL is told what it will be asked of a
 * schema, and works on the answers while the first are read, a primary key is made with the name that it is wanted with, and the name
 * of a sequence may hold an apostrophe.
 */
export const CHANGED = [
  {
    file: "schemahcl/schemahcl.go",
    from: `"github.com/hashicorp/hcl/v2/hclwrite"`,
    to: `"atlas-iac/schema-engine/hclwrite"`,
  },
  {
    file: "sql/internal/sqlx/diff.go",
    from: "case from.RefTable.Name != to.RefTable.Name:",
    to: "case from.RefTable.Name != to.RefTable.Name || !SameSchema(from.RefTable.Schema, to.RefTable.Schema):",
  },
  { file: "sql/mysql/migrate.go", ...REFERENCES },
  { file: "sql/postgres/migrate.go", ...REFERENCES },
  {
    file: "sql/postgres/migrate.go",
    from: 'b.Comma().NL().P("PRIMARY KEY")',
    to: `b.Comma().NL()
			${named("add.T", "pk")}
			b.P("PRIMARY KEY")`,
  },
  {
    file: "sql/postgres/migrate.go",
    from: 'b.P("ADD PRIMARY KEY")',
    to: `b.P("ADD")
				${named("t", "change.P")}
				b.P("PRIMARY KEY")`,
  },
  {
    file: "sql/postgres/migrate.go",
    from: `b.P("SET DEFAULT", fmt.Sprintf("nextval('%s')", seq))`,
    to: `b.P("SET DEFAULT nextval(" + quote(seq) + ")")`,
  },
  {
    file: "sql/postgres/inspect.go",
    from: COLUMNS,
    to: `for _, query := range []string{columnsQuery, i.indexesQuery(), fksQuery, checksQuery} {
			if rows, err := i.querySchema(context.WithValue(ctx, "ahead", true), query, s); err == nil {
				rows.Close()
			}
		}
		${COLUMNS}`,
  },
];

/** Runs Go in the engine's module, and answers what it prints. */
export async function go(...args: string[]): Promise<string> {
  const { stdout } = await run("go", args, { cwd: ENGINE, env: { ...process.env, ...TARGET }, maxBuffer: 1 << 26 });
  return stdout.trim();
}

/** The text of a file, if there is one. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Written beside and renamed: whoever reads it meanwhile sees all of it or what was there before. */
async function put(file: string, text: string): Promise<void> {
  if ((await readIfThere(file)) === text) return;
  // Not in the same folder: Go embeds whole ones.
  const fresh = path.join(OUTPUT, `${path.basename(file)}.${process.pid}`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(fresh, text);
  await rename(fresh, file);
}

function changed(name: string, text: string): string {
  return CHANGED.filter(({ file }) => file === name).reduce((changing, { from, to }) => {
    const [before, after, ...more] = changing.split(from);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(
        `${LIBRARY} does not say ${from} once in ${name}: see what became of that line when its version changes`,
      );
    }
    return before + to + after;
  }, text);
}

/**
 * Makes a copy of the library with the changed lines, and a go.mod that takes it from there. Paths are relative to the module, as
 * the artifact names them: the same sources make the same bytes wherever they are.
 *
 * @returns the go.mod
 */
export async function moduleWithChangedLibrary(): Promise<string> {
  const { Dir: library, Version: version } = JSON.parse(await go("mod", "download", "-json", LIBRARY)) as {
    Dir: string;
    Version: string;
  };
  const copy = `library-${version}`;
  const names = (await readdir(library, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(library, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
  for (const name of names.filter((name) => USED.test(name))) {
    await put(path.join(OUTPUT, copy, name), changed(name, await readFile(path.join(library, name), "utf8")));
  }
  const file = path.join(OUTPUT, "engine.mod");
  const text = await readFile(path.join(ENGINE, "go.mod"), "utf8");
  await put(file, `${text}\nreplace ${LIBRARY} => ./dist/${copy}\n`);
  await put(path.join(OUTPUT, "engine.sum"), await readFile(path.join(ENGINE, "go.sum"), "utf8"));
  return file;
}
