import * as pulumi from "@pulumi/pulumi";
import type { AtlasDeploymentSpec, AtlasDeploymentStatus } from "../model/atlas-deployment";
import type { AtlasProjectSpec, AtlasProjectStatus } from "../model/atlas-project";
import type { Out, StatusOf } from "./args";
import type { AtlasProject } from "./resources/atlas-project.gen";

/** Something that exists in Atlas, in the shape of the outputs of its resource. */
export type Found<Spec, Status> = { [K in keyof Spec]?: Out<Exclude<Spec[K], undefined>> } & {
  /** Its id in Atlas. */
  id: string;
  /** What Atlas says about it. */
  status: StatusOf<Status>;
};

/** A project as `getProject` finds it. */
export type FoundProject = Found<AtlasProjectSpec, AtlasProjectStatus>;
/** A deployment as `getDeployment` finds it. */
export type FoundDeployment = Found<AtlasDeploymentSpec, AtlasDeploymentStatus>;

/** Which project: by its name in the organisation, or by its id. */
export type ProjectQuery = { name: string } | { id: string };

/** Which deployment: by the id of its project and its name there. */
export interface DeploymentQuery {
  project: string;
  name: string;
}

/** With whose credentials to look. */
export interface LookupOptions {
  /** Name of a credential profile (`atlas:profiles`); the stack's own credentials when absent. */
  profile?: string;
}

/** What answers look-ups: provider/pulumi, which is reached only when one is made. */
interface LookupService {
  lookUp(
    kind: string,
    query: ProjectQuery | DeploymentQuery,
    config: (key: string) => string | undefined,
    options: LookupOptions,
  ): Promise<unknown>;
}

const serviceModule = "../../provider/pulumi/lookups.js";

async function lookUp<Result>(
  kind: string,
  query: ProjectQuery | DeploymentQuery,
  options: LookupOptions,
): Promise<Result> {
  const service: LookupService = await import(serviceModule);
  return (await service.lookUp(kind, query, pulumi.runtime.getConfig, options)) as Result;
}

/**
 * Finds a project that this program does not manage.
 * @throws NotFoundError when there is none, and the errors of the Admin API.
 */
export function getProject(query: ProjectQuery, options: LookupOptions = {}): Promise<FoundProject> {
  return lookUp<FoundProject>("AtlasProject", query, options);
}

/** As `getProject`, for a query that is known only later. */
export function getProjectOutput(
  query: pulumi.Input<{ name: pulumi.Input<string> } | { id: pulumi.Input<string> }>,
  options: LookupOptions = {},
): pulumi.Output<FoundProject> {
  return pulumi.output(query).apply((known) => getProject(known, options)) as pulumi.Output<FoundProject>;
}

/**
 * Finds a deployment that this program does not manage, with its addresses.
 * @throws NotFoundError when there is none, and the errors of the Admin API.
 */
export function getDeployment(query: DeploymentQuery, options: LookupOptions = {}): Promise<FoundDeployment> {
  return lookUp<FoundDeployment>("AtlasDeployment", query, options);
}

/** As `getDeployment`, for a query that is known only later; the project may be a resource. */
export function getDeploymentOutput(
  query: { project: pulumi.Input<string | AtlasProject>; name: pulumi.Input<string> },
  options: LookupOptions = {},
): pulumi.Output<FoundDeployment> {
  const project = pulumi
    .output(query.project)
    .apply((one) =>
      typeof one === "string" ? one : pulumi.output(pulumi.CustomResource.isInstance(one) ? one.id : ""),
    );
  return pulumi
    .all([project, query.name])
    .apply(([id, name]) => getDeployment({ project: id, name }, options)) as pulumi.Output<FoundDeployment>;
}
