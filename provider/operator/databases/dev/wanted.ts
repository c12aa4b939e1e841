import type { Resolved } from "../../../../sdk/model/markers";
import { driverOf, schemeOf } from "../../../../sdk/model/sql-database/drivers";
import type { DatabaseTarget } from "../../../../sdk/model/sql-database/target";
import type { DatabaseKindName } from "../../../kinds/sql/registry";
import type { Json } from "../../cluster/managed-object";
import { hasProject } from "../declaration";
import { DeclarationError } from "../errors";
import { devDrivers } from "./drivers";
import { managedPod } from "./managed-pod";

/** A dev database that is to run as a pod. */
export interface Wanted {
  /** Driver, as URLs name it. */
  driver: string;
  pod: Json;
  /** How it is connected to, on the pod itself. */
  url: string;
  /** Whether the URL may be shown: it then goes with the pod, for whoever else looks after the object. */
  open: boolean;
  /** Whether there is no way without it. */
  required: boolean;
  /** Whether it is known what its image holds, and can be emptied to that. */
  known: boolean;
}

type Spec = Resolved<DatabaseTarget> & { schema?: { sql?: string; hcl?: string } };

/**
 * The pod that an object needs for planning, as far as its declaration tells: one of its own, or one for a database that cannot be had
 * in process. Migrations need one only on their way back, and a project file may name its own: that shows when the work begins.
 *
 * @throws DeclarationError where a pod is declared, and not how to connect to it
 */
export function wantedOf(kind: DatabaseKindName, declared: Json): Wanted | undefined {
  const spec: Spec = declared;
  const { devDB, devURL, devURLFrom } = spec;
  const url = devURLFrom?.secretKeyRef ?? devURL;
  if (devDB?.spec !== undefined) {
    if (url === undefined) {
      throw new DeclarationError("spec.devURL: is required with devDB: it says how to connect to the pod");
    }
    const driver = driverOf(schemeOf(url) ?? "") ?? "other";
    return { driver, pod: devDB.spec, url, open: devURLFrom === undefined, required: true, known: false };
  }
  if (url !== undefined || kind !== "AtlasSchema" || hasProject(declared)) return undefined;
  const { driver, bound } = targetOf(spec);
  const inProcess = driver === "sqlite" || (driver === "postgres" && !wantsExtension(spec));
  return inProcess ? undefined : managed(driver, bound);
}

/** The dev database that this operator starts for a driver; nothing for a driver that it knows no image of. */
export function managed(driver: string, bound: boolean): Wanted | undefined {
  const known = devDrivers[driver];
  if (!known) return undefined;
  const required = driver === "mysql" || driver === "mariadb";
  const pod = managedPod(driver, known, bound);
  return { driver, pod, url: known.url(bound), open: true, required, known: required || driver === "postgres" };
}

/** What the in-process PostgreSQL lacks. */
function wantsExtension({ schema }: Spec): boolean {
  const inSql = /^\s*create\s+extension\s+(if\s+not\s+exists\s+)?"?(?!plpgsql\b)/im;
  return inSql.test(schema?.sql ?? "") || /^\s*extension\s+"/m.test(schema?.hcl ?? "");
}

function targetOf({ url, urlFrom, credentials }: Spec): { driver: string; bound: boolean } {
  const text = urlFrom?.secretKeyRef ?? url ?? "";
  const driver = driverOf(schemeOf(text) ?? credentials?.scheme ?? "") ?? "";
  const [place = "", query = ""] = text.split("://").at(-1)?.split("?") ?? [];
  const schema = new URLSearchParams(query).get("search_path") ?? credentials?.parameters?.search_path;
  const database = place.includes("/") ? place.slice(place.indexOf("/") + 1) : credentials?.database;
  return { driver, bound: Boolean(driver === "postgres" || driver === "crdb" ? schema : database) };
}
