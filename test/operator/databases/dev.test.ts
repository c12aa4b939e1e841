import { describe, expect, it } from "vitest";
import {
  type Deployment,
  deploymentOf,
  labelsOf,
  type Pod,
  runs,
} from "../../../provider/operator/databases/dev/deployment";
import { obstacleOf } from "../../../provider/operator/databases/dev/obstacle";
import { managed, wantedOf } from "../../../provider/operator/databases/dev/wanted";
import { troubleOf } from "../../../provider/operator/databases/trouble";
import { DatabaseWorkError, type Failure } from "../../../provider/operator/databases/worker/failure";

const metadata = { name: "shop", namespace: "default", uid: "1" };
const object = { apiVersion: "db.atlasgo.io/v1alpha1", kind: "AtlasSchema", metadata };

describe("a pod for planning", () => {
  it.each([
    [{ url: "postgres://h/db" }, undefined, "PostgreSQL is had in process"],
    [{ url: "sqlite://file" }, undefined, "SQLite is too"],
    [{ url: "mysql://h/db", devURL: "mysql://dev/" }, undefined, "a dev database is named"],
    [{ url: "mysql://h/db", config: "env {}" }, undefined, "the project file may name one"],
    [{ url: "mysql://h/db" }, "mysql://root:pass@localhost:3306/dev", "MySQL has none in process"],
    [{ url: "mysql://h:3306/" }, "mysql://root:pass@localhost:3306", "the target is not bound to a schema"],
    [{ urlFrom: { secretKeyRef: "maria://h/db" } }, "mariadb://root:pass@localhost:3306/dev", "the URL is in a Secret"],
    [
      { credentials: { scheme: "mysql", host: "h", database: "db" } },
      "mysql://root:pass@localhost:3306/dev",
      "in parts",
    ],
    [
      { url: "postgres://h/db?search_path=x", schema: { sql: "-- x\nCREATE EXTENSION IF NOT EXISTS hstore;" } },
      "postgres://postgres:pass@localhost:5432/postgres?search_path=public&sslmode=disable",
      "the one in process lacks the extension",
    ],
    [{ url: "postgres://h/db", schema: { sql: "create extension plpgsql" } }, undefined, "this one it has"],
    [
      { url: "crdb://h/db" },
      "crdb://root@localhost:26257/defaultdb?sslmode=disable",
      "the official command line needs one",
    ],
    [{ url: "sqlserver://h?database=x" }, undefined, "no image of it is known"],
  ])("for %j is %s, as %s", (spec, url, _because) => {
    expect(wantedOf("AtlasSchema", spec)?.url).toBe(url);
  });

  it("is for migrations started when it shows that one is needed", () => {
    expect(wantedOf("AtlasMigration", { url: "mysql://h/db" })).toBeUndefined();
  });

  it("of one's own needs to say how it is connected to", () => {
    const devDB = { spec: { containers: [] } };
    expect(() => wantedOf("AtlasSchema", { url: "mysql://h/db", devDB })).toThrow(
      "spec.devURL: is required with devDB",
    );
  });

  it("is used as it is where upstream's operator started it, and made anew when it is of another kind", () => {
    const mysql = managed("mysql", true);
    const postgres = managed("postgres", true);
    if (!mysql || !postgres) throw new Error("images are known");
    const ours = deploymentOf("shop-atlas-dev-db", object, mysql);
    const theirs = { metadata: { ...ours.metadata, annotations: {} } };
    expect(runs(ours, mysql)).toBe(true);
    expect(runs(theirs, mysql)).toBe(true);
    expect(runs(theirs, postgres)).toBe(false);
    expect(runs(ours, { ...mysql, pod: { containers: [{ image: "mysql:8" }] } })).toBe(false);
  });

  it("has labels that Kubernetes takes, however long the object's name is", () => {
    const labels = labelsOf(`a.${"b-".repeat(100)}c-atlas-dev-db`, "mysql");
    expect(Object.values(labels).every((value) => /^[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?$/.test(value))).toBe(true);
  });
});

describe("a pod that does not get ready", () => {
  const pod = (status: Pod["status"]): Pod => ({ metadata: { name: "pod" }, status });
  const waiting = (reason: string, message?: string) => ({
    ...{ name: "mysql", image: "mysql:latest" },
    ...{ state: { waiting: { reason, message } } },
  });
  const unscheduled = { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes fit" };
  const refused = { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "exceeded quota: pods" };

  it.each<{ pods: Pod[]; deployment?: Deployment["status"]; says: string | undefined; because: string }>([
    {
      pods: [pod({ containerStatuses: [waiting("ImagePullBackOff", 'Back-off pulling image "mysql:latest"')] })],
      says: 'container mysql of Pod pod (image mysql:latest) does not start: ImagePullBackOff: Back-off pulling image "mysql:latest"',
      because: "its image cannot be had",
    },
    {
      pods: [pod({ initContainerStatuses: [waiting("CreateContainerError")] })],
      says: "container mysql of Pod pod (image mysql:latest) does not start: CreateContainerError",
      because: "one of its own has containers that run first",
    },
    {
      pods: [pod({ conditions: [unscheduled] })],
      says: "Pod pod has no node: Unschedulable: 0/3 nodes fit",
      because: "no node has room",
    },
    {
      pods: [],
      deployment: { conditions: [refused] },
      says: "its pod cannot be made: FailedCreate: exceeded quota: pods",
      because: "the namespace allows no more",
    },
    {
      pods: [pod({ containerStatuses: [waiting("ContainerCreating")] })],
      says: undefined,
      because: "it is being made",
    },
    {
      pods: [pod({ containerStatuses: [{ name: "a", image: "b", state: {} }] })],
      says: undefined,
      because: "it starts",
    },
    {
      pods: [
        {
          metadata: { name: "former", deletionTimestamp: "2026-11-21T00:00:00Z" },
          status: { containerStatuses: [waiting("ErrImagePull")] },
        },
      ],
      says: undefined,
      because: "it is on its way out",
    },
  ])("is told of as $says, as $because", ({ pods, deployment, says }) => {
    expect(obstacleOf({ metadata: { name: "dev" }, status: deployment }, pods)).toBe(says);
  });
});

describe("a failure", () => {
  const failed = (failure: Partial<Failure>) => new DatabaseWorkError({ code: "", message: "it failed", ...failure });

  it.each([
    [{ code: "DatabaseUrl" }, "ReadSchema", "TransientErr", true],
    [{ code: "SchemaSource" }, "CalculatingHash", "TransientErr", true],
    [{ code: "DatabaseStatement" }, "ApplyingSchema", "TransientErr", true],
    [{ code: "DatabaseLocked" }, "ApplyingSchema", "TransientErr", true],
    [{ code: "WorkerEnded" }, "ApplyingSchema", "TransientErr", true],
    [{ code: "SchemaChangeRefused", refused: "LintPolicyError" }, "LintPolicyError", "LintPolicyError", false],
    [{ code: "AtlasCommandMissing" }, "CreatingAtlasClient", "Error", false],
  ] as const)("%j of a schema is told as %s, by an event %s; tried again: %s", (failure, reason, event, retry) => {
    expect(troubleOf("AtlasSchema", failed(failure), false)).toEqual({ reason, event, retry, message: "it failed" });
  });

  it.each([
    ["AtlasSchema", "VerifyingFirstRun"],
    ["AtlasMigration", "Migrating"],
  ] as const)("of a first run of an %s is told as %s", (kind, reason) => {
    expect(troubleOf(kind, failed({ code: "DatabaseConnection" }), true).reason).toBe(reason);
  });
});
