import { describe, expect, it } from "vitest";
import { plainFlags, projectFlagsBehind } from "../../cli/arguments";
import { createProgram } from "../../cli/program";
import { atlasIac, manifestDirectory } from "./atlas-iac";

const words = (line: string) => line.split(" ").filter(Boolean);

describe("flags of projects in front of a command", () => {
  it.each([
    { given: "migrate --env x apply 1", meant: "migrate apply --env x 1", because: "between the words" },
    { given: "--env=x schema inspect -u y", meant: "schema inspect --env=x -u y", because: "in front of both" },
    { given: "schema -c=a --var b=c diff", meant: "schema diff -c=a --var b=c", because: "several of them" },
    {
      given: "--verbose migrate --env x status",
      meant: "migrate status --verbose --env x",
      because: "with one of ours",
    },
    { given: "migrate apply --env x", meant: "migrate apply --env x", because: "as they are behind" },
    { given: "migrate --dir x apply", meant: "migrate --dir x apply", because: "not those of one command" },
    { given: "plan --env x apply", meant: "plan --env x apply", because: "not of other groups" },
    { given: "migrate --env", meant: "migrate --env", because: "without a value" },
  ])("are read $because", ({ given, meant }) => {
    expect(projectFlagsBehind(words(given))).toEqual(words(meant));
  });
});

describe("flags as scripts for Atlas have them", () => {
  it.each([
    { given: "migrate apply --dry-run=true 1", meant: "migrate apply --dry-run 1", because: "true" },
    { given: "migrate apply --dry-run=F -u x", meant: "migrate apply -u x", because: "false" },
    { given: "schema apply --auto-approve --auto-approve=0", meant: "schema apply", because: "the last holds" },
    { given: "migrate apply --dry-run=0 --dry-run", meant: "migrate apply --dry-run --dry-run", because: "so here" },
    { given: "migrate status -u=a=b", meant: "migrate status -u a=b", because: "a short one" },
    { given: "migrate status -ua --url=b", meant: "migrate status -ua --url=b", because: "what is known as it is" },
    {
      given: "migrate lint --format --dry-run=1",
      meant: "migrate lint --format --dry-run=1",
      because: "a value is none",
    },
    { given: "migrate apply -- --dry-run=1", meant: "migrate apply -- --dry-run=1", because: "nor what follows" },
    { given: "migrate apply --unknown=1", meant: "migrate apply --unknown=1", because: "the parser refuses it" },
  ])("$given is $meant: $because", async ({ given, meant }) => {
    const program = await createProgram(() => true);
    expect(plainFlags(program, words(given))).toEqual(words(meant));
  });

  it("are refused where they are neither true nor false", async () => {
    const program = await createProgram(() => true);
    expect(() => plainFlags(program, words("schema apply --dry-run=maybe"))).toThrow(
      'invalid argument "maybe" for "--dry-run" flag',
    );
  });

  it("are read by the program", async () => {
    using project = manifestDirectory({
      "1.sql": "create table t (id int);\n",
      "atlas.hcl": 'env "x" {\n  url = "sqlite://a.db"\n  migration {\n    dir = "file://."\n  }\n}\n',
    });
    const run = (...args: string[]) => atlasIac(args, { cwd: project.path });
    await run("migrate", "--env", "x", "hash");
    expect((await run("migrate", "apply", "--env=x", "--dry-run=true")).code).toBe(0);
    const status = await run("--env", "x", "migrate", "-c=file://atlas.hcl", "status", "--format={{ .Status }}");
    expect(status).toEqual({ code: 0, out: "PENDING", err: "" });
  });
});
