import { relationKey } from "../../drivers/letters";
import { isMySqlFamily, type Session } from "../../drivers/session";
import type { ElementChange, EnginePlan } from "../../engine/protocol";
import {
  AUTOINCREMENT,
  type Blindspots,
  COLUMN_OPTIONS,
  COMMENT,
  EXCLUSION,
  type Facet,
  GRANT,
  INDEX_STATE,
  KEY_NAME,
  REPLICA_IDENTITY,
  STATISTICS_TARGET,
  UNTOLD,
} from "./element";
import { mysqlBlindspots } from "./mysql";
import { postgresBlindspots } from "./postgres";
import { sqliteBlindspots } from "./sqlite";

/** Something that a plan leaves alone although it is there, or wanted. */
export interface Unmanaged {
  kind: string;
  name: string;
  /** Where it is: wanted only, there only, in both alike, in both but different, or on a table that is dropped. */
  state: "desired" | "current" | "same" | "different" | "dropped";
  /** One sentence for people. */
  message: string;
}

/** Reads what the engine does not see of a database. */
export function blindspotsOf(session: Session): Promise<Blindspots> {
  if (session.dialect === "postgres") return postgresBlindspots(session);
  return isMySqlFamily(session.dialect) ? mysqlBlindspots(session) : sqliteBlindspots(session);
}

/** The property that is the name of a column's NOT NULL, which PostgreSQL has from 18 on. */
const NOT_NULL_NAME = "name of NOT NULL";

const MESSAGES: Record<Unmanaged["state"], string> = {
  desired: "is wanted, but not managed: it will not be created",
  current: "is not managed: it stays as it is",
  same: "is not managed: it stays as it is",
  different: "is wanted differently, but not managed: it stays as it is",
  dropped: "is not managed: it goes with its table, which is dropped",
};

const tableKey = ({ schema = "", table = "" }: { schema?: string; table?: string }) => `${schema}\0${table}`;

/** Tables with a change of these kinds. */
function tablesWith(
  kinds: readonly ElementChange["kind"][],
  session: Session,
  changes: readonly ElementChange[],
): Set<string> {
  const concerned = changes.filter(({ kind }) => kinds.includes(kind));
  return new Set(concerned.map(({ schema, table }) => tableKey({ schema: session.schema ? "" : schema, table })));
}

function compareObjects(
  session: Session,
  current: Blindspots,
  desired: Blindspots,
  dropped: ReadonlySet<string>,
): Unmanaged[] {
  const nameKey = relationKey(session);
  const key = (object: { kind: string; name: string }) => `${object.kind} ${nameKey(object.name)}`;
  const there = new Map(current.objects.map((object) => [key(object), object]));
  const wanted = new Map(desired.objects.map((object) => [key(object), object]));
  return [...new Map([...wanted, ...there])].map(([id, { kind, name }]) => {
    const [a, b] = [there.get(id), wanted.get(id)];
    const kept = !a ? "desired" : !b ? "current" : a.definition === b.definition ? "same" : "different";
    const state = a?.table !== undefined && dropped.has(tableKey(a)) ? "dropped" : kept;
    return { kind, name, state, message: `${kind} ${name} ${MESSAGES[state]}` };
  });
}

/** How many things with grants a note tells. */
const MOST_TOLD = 5;

/** Tells grants that stay as they are in one note: databases have many. */
function grantsFolded(found: readonly Unmanaged[]): Unmanaged[] {
  const isStaying = ({ kind, state }: Unmanaged) => kind === GRANT && state === "current";
  const names = found.filter(isStaying).map(({ name }) => name);
  if (names.length < 2) return [...found];
  const more = names.length > MOST_TOLD ? ` and ${names.length - MOST_TOLD} more` : "";
  const name = `${names.slice(0, MOST_TOLD).join(", ")}${more}`;
  const message = `${GRANT} ${name}: not managed, stays as it is`;
  return [...found.filter((one) => !isStaying(one)), { kind: GRANT, name, state: "current", message }];
}

function titleOf(facet: Facet): string {
  return `${facet.property} of ${facet.table}${facet.element ? `.${facet.element}` : ""}`;
}

const facetKey = (facet: Facet) => [facet.schema, facet.table, facet.element, facet.property].join("\0");

/** Properties that only newer servers have say nothing about a comparison with an older one. */
function comparable(facet: Facet, current: Session, desired: Session): boolean {
  if (facet.property !== NOT_NULL_NAME) return true;
  return Number.parseInt(current.version, 10) >= 18 && Number.parseInt(desired.version, 10) >= 18;
}

function compareFacets(current: Facet[], desired: Facet[]): Unmanaged[] {
  const there = new Map(current.map((facet) => [facetKey(facet), facet]));
  const wanted = new Map(desired.map((facet) => [facetKey(facet), facet]));
  return [...new Map([...there, ...wanted]).values()].flatMap((facet) => {
    const [a, b] = [there.get(facetKey(facet))?.value, wanted.get(facetKey(facet))?.value];
    const managed = facet.property === EXCLUSION && (a === undefined || b === undefined);
    if (a === b || managed) return [];
    const state = a === undefined ? "desired" : b === undefined ? "current" : "different";
    const message = `${titleOf(facet)}: ${a ?? "the default"} is there, ${b ?? "the default"} is wanted, and it is not managed`;
    return [{ kind: facet.property, name: titleOf(facet), state, message }];
  });
}

/** Names everything that separates the two databases, or belongs to them, without the engine's knowing. */
export function compareBlindspots(
  current: { session: Session; found: Blindspots },
  desired: { session: Session; found: Blindspots },
  changes: readonly ElementChange[],
): Unmanaged[] {
  const replaced = new Set(
    changes
      .filter(({ kind }) => kind === "modify_index" || kind === "drop_index")
      .map(({ table, name }) => `${table}\0${name}`),
  );
  const keyed = tablesWith(["add_table", "add_primary_key", "modify_primary_key"], current.session, changes);
  const stays = (facet: Facet) => facet.property !== INDEX_STATE || !replaced.has(`${facet.table}\0${facet.element}`);
  const isThere = (facet: Facet) => facet.property !== KEY_NAME || !keyed.has(tableKey(facet));
  const usable = (facets: Facet[]) =>
    facets.filter((facet) => comparable(facet, current.session, desired.session) && isThere(facet));
  return [
    ...grantsFolded(
      compareObjects(
        current.session,
        current.found,
        desired.found,
        tablesWith(["drop_table"], current.session, changes),
      ),
    ),
    ...compareFacets(usable(current.found.facets).filter(stays), usable(desired.found.facets)),
  ];
}

/** Changes that make an element anew, and so without what the engine does not know of it. */
const REMAKES = new Set(["modify_column", "modify_index", "modify_foreign_key", "modify_check", "modify_primary_key"]);

/** What stays although its element is made anew. */
const STAYS = new Set([INDEX_STATE, "sequence options", UNTOLD, NOT_NULL_NAME, STATISTICS_TARGET, COLUMN_OPTIONS]);

/** What PostgreSQL takes away from a column with its type only, not with what else of it changes. */
const OF_TYPE = new Set(["collation", "storage", "compression"]);

function outlasts(facet: Facet, { statements }: Pick<EnginePlan, "statements">): boolean {
  if (STAYS.has(facet.property)) return true;
  const { table, element } = facet;
  if (!OF_TYPE.has(facet.property) || /"/.test(table + element)) return false;
  return !statements.some(
    ({ cmd }) =>
      // MySQL is told a column whole, and forgets what is not said.
      /\b(?:MODIFY|CHANGE) COLUMN\b/.test(cmd) ||
      (cmd.includes(`"${table}"`) && cmd.includes(`ALTER COLUMN "${element}" TYPE`)),
  );
}

/** Exclusion constraints that are dropped although they are wanted: where the desired state has no words for them. */
function unsaid(changes: readonly ElementChange[], current: Blindspots, wanted: Blindspots): string[] {
  const kept = new Set(wanted.facets.filter(({ property }) => property === EXCLUSION).map(facetKey));
  const dropped = new Set(
    changes.filter(({ kind }) => kind === "drop_index").map(({ table, name }) => `${table}\0${name}`),
  );
  return current.facets
    .filter((facet) => kept.has(facetKey(facet)) && dropped.has(`${facet.table}\0${facet.element}`))
    .map((facet) => {
      const pattern = [facet.schema, facet.table, facet.element].filter(Boolean).join(".");
      const way = `declare the schema in SQL, or leave the constraint out with exclude (${pattern})`;
      return `${titleOf(facet)} (${facet.value}) would be dropped, as HCL cannot say that there is one: ${way}`;
    });
}

const DROPS = new Set(["drop_index", "drop_primary_key"]);

/** Indexes that are dropped, and by which a table's rows are told apart where they are published. */
function unidentified(changes: readonly ElementChange[], current: Blindspots): string[] {
  const dropped = new Set(changes.filter(({ kind }) => DROPS.has(kind)).map(({ table, name }) => `${table}\0${name}`));
  return current.facets
    .filter((facet) => facet.property === REPLICA_IDENTITY && dropped.has(`${facet.table}\0${facet.element}`))
    .map((facet) => `${titleOf(facet)} (${facet.value}) would be lost by dropping ${facet.table}.${facet.element}`);
}

const MAKES = new Set(["add_column", "modify_column"]);

/** Defaults that would be made as they are told, with question marks in place of bytes. */
function untold(changes: readonly ElementChange[], wanted: Blindspots): string[] {
  const made = (facet: Facet) =>
    changes.some(
      ({ kind, table, name }) =>
        table === facet.table && (kind === "add_table" || (MAKES.has(kind) && name === facet.element)),
    );
  return wanted.facets
    .filter((facet) => facet.property === UNTOLD && made(facet))
    .map((facet) => `${titleOf(facet)} would be ${facet.value}, as the server does not tell other bytes than text`);
}

/** What the planned changes would take away from elements that stay. Text for people, one line each. */
export function lossesOf(
  planned: Pick<EnginePlan, "changes" | "statements">,
  current: Blindspots,
  wanted: Blindspots,
  rebuilt: ReadonlySet<string>,
): string[] {
  const { changes } = planned;
  const remade = new Set(
    changes.filter((change) => REMAKES.has(change.kind)).map((change) => `${change.table}\0${change.name}`),
  );
  const kept = new Set(wanted.facets.filter(({ property }) => property === COMMENT).map(facetKey));
  const lost = current.facets
    .filter((facet) => facet.property !== COMMENT || kept.has(facetKey(facet)))
    .filter((facet) =>
      rebuilt.has(facet.table)
        ? facet.property !== AUTOINCREMENT
        : facet.element !== "" && !outlasts(facet, planned) && remade.has(`${facet.table}\0${facet.element}`),
    )
    .map(
      (facet) =>
        `${titleOf(facet)} (${facet.value}) would be lost by changing ${facet.table}${facet.element ? `.${facet.element}` : ""}`,
    );
  return [...lost, ...unidentified(changes, current), ...unsaid(changes, current, wanted), ...untold(changes, wanted)];
}
