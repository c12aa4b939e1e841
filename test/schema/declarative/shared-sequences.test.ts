import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const A = "create table a (id bigserial primary key);";
const SHARED = `${A} create table b (id int not null default nextval('a_id_seq'));`;
const OWN = `${A} create table b (id serial);`;
const FREE = "create sequence x_y_seq;";

/** What is there, what is wanted, and which sequences that makes, with their types and users. */
const CASES = [
  { what: "is the default of a column that had none", there: `${A} create table b (id int not null);`, wanted: SHARED },
  { what: "is the default of a new table", there: A, wanted: SHARED },
  {
    what: "can be null",
    there: OWN,
    wanted: `${A} create table b (id int default nextval('a_id_seq'));`,
  },
  {
    what: "comes with its table, after the one that is like it",
    there: "",
    wanted: "create table orders (id bigserial); create table archive (like orders including defaults);",
    sequences: [["orders_id_seq", "bigint", "archive,orders"]],
  },
  {
    what: "comes with a change of its table",
    there: `create table a (id int primary key); create table b (id int not null default 7);`,
    wanted:
      "create table a (id serial primary key); create table b (id int not null default nextval('a_id_seq'), n int);",
    sequences: [["a_id_seq", "integer", "a,b"]],
  },
  { what: "takes the place of the column's own", there: OWN, wanted: SHARED },
  {
    what: "makes place for the column's own",
    there: SHARED,
    wanted: OWN,
    sequences: [
      ["a_id_seq", "bigint", "a"],
      ["b_id_seq", "integer", "b"],
    ],
  },
  {
    what: "goes with its table, and makes place for another column's own",
    there: SHARED,
    wanted: "create table b (id serial);",
    sequences: [["b_id_seq", "integer", "b"]],
  },
  {
    what: "of no table takes the place of the column's own",
    there: `${FREE} ${OWN}`,
    wanted: `${FREE} ${A} create table b (id int not null default nextval('x_y_seq'));`,
    sequences: [
      ["a_id_seq", "bigint", "a"],
      ["x_y_seq", "bigint", "b"],
    ],
  },
  {
    what: "of another schema is the default of a new table",
    there: "create schema s; create table s.a (id bigserial);",
    wanted: "create schema s; create table s.a (id bigserial); create table b (id int default nextval('s.a_id_seq'));",
    sequences: [["s.a_id_seq", "bigint", "b,s.a"]],
    realm: true,
  },
];

describeOn("postgres", "a sequence that is another column's", (database) => {
  const freshOf = (realm: boolean) => (realm ? database().freshRealm() : database().fresh());
  const sequencesIn = (url: string) =>
    rowsOf(
      url,
      `select seqrelid::regclass, seqtypid::regtype, string_agg(adrelid::regclass::text, ',' order by adrelid::regclass::text)
         from pg_sequence left join pg_depend on refobjid = seqrelid and deptype = 'n' left join pg_attrdef f on f.oid = objid
        group by seqrelid, seqtypid order by seqrelid::regclass::text`,
    );

  it.each(CASES)("$what", async ({ there, wanted, sequences = [["a_id_seq", "bigint", "a,b"]], realm = false }) => {
    const url = await freshOf(realm);
    if (there) await script(url, there);
    const desired = sqlOf(wanted);
    const { plan } = await applySchema({ url, desired });
    expect(await sequencesIn(url)).toEqual(sequences);
    expect((await previewSchema({ url, desired })).statements).toEqual([]);

    const { hcl = "" } = await withSession(url, {}, (session) =>
      engine.inspect({ from: { session }, formats: ["hcl"] }),
    );
    const document = { hcl: [{ name: "schema.hcl", text: hcl }] };
    expect((await previewSchema({ url, desired: document })).statements).toEqual([]);
    const copy = await freshOf(realm);
    if (wanted.includes(FREE)) await script(copy, FREE);
    await applySchema({ url: copy, desired: document });
    expect(await sequencesIn(copy)).toEqual(sequences);

    await script(url, ...plan.statements.toReversed().flatMap(({ reverse = [] }) => reverse));
    expect((await previewSchema({ url, desired: sqlOf(there) })).statements).toEqual([]);
  });

  it("is the one that is there, whatever it is called", async () => {
    const url = await database().fresh();
    const there =
      "create table old (id bigserial primary key); create table b (id bigint default nextval('old_id_seq'));";
    await script(url, there, "alter table old rename to a");
    const wanted = `${A} create table b (id bigint default nextval('a_id_seq'));`;
    expect((await previewSchema({ url, desired: sqlOf(wanted) })).statements).toEqual([]);
    const desired = sqlOf(`${wanted} create table "C" (id bigint default nextval('a_id_seq'));`);
    await applySchema({ url, desired });
    expect(await sequencesIn(url)).toEqual([["old_id_seq", "bigint", '"C",a,b']]);
    expect((await previewSchema({ url, desired })).statements).toEqual([]);
  });

  it("is not made to count less far with the column that it belongs to", async () => {
    const url = await database().fresh();
    await script(url, "create table a (id bigserial); create table b (id bigint default nextval('a_id_seq'));");
    const desired = sqlOf("create table a (id serial); create table b (id bigint default nextval('a_id_seq'));");
    const { applied } = await applySchema({ url, desired });
    expect(applied).toEqual(['ALTER TABLE "a" ALTER COLUMN "id" TYPE integer']);
    expect(await sequencesIn(url)).toEqual([["a_id_seq", "bigint", "a,b"]]);
  });
});
