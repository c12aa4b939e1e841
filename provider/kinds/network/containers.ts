import { canonicalBlock } from "../../../sdk/model/canonical-block";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import type { Change, Difference } from "../contract";
import { NotYetError } from "../errors";
import { groupParams } from "../project/section";
import { factsOf, given } from "./answers";

export type Provider = "AWS" | "AZURE" | "GCP";

/** A network of Atlas, in the form that is compared. */
export interface Container {
  provider: Provider;
  /** Absent on Google Cloud, where it spans all regions. */
  region?: string;
  /** Absent in a declaration: Atlas's choice. */
  cidrBlock?: string;
}

export interface ObservedContainer extends Container {
  containerId: string;
  /** Whether clusters are in it. */
  provisioned: boolean;
  /** What the network is called at the provider, once there is something in it. */
  vpcId?: string;
  azureSubscriptionId?: string;
  vnetName?: string;
  gcpProjectId?: string;
  networkName?: string;
}

type Answer = ResponseBody<"getGroupContainer">;

/** What Atlas answered, normalised. Names that it does not know yet are left out. */
export function observedContainer(answer: Answer): ObservedContainer {
  const facts = factsOf(answer);
  const block = facts.text("atlasCidrBlock");
  return given<ObservedContainer>({
    containerId: facts.text("id") ?? "",
    provider: providerOf(facts.text("providerName")),
    region: facts.text("regionName", "region"),
    cidrBlock: block === undefined ? undefined : canonicalBlock(block),
    provisioned: facts.flag("provisioned") ?? false,
    vpcId: facts.text("vpcId"),
    azureSubscriptionId: facts.text("azureSubscriptionId"),
    vnetName: facts.text("vnetName"),
    gcpProjectId: facts.text("gcpProjectId"),
    networkName: facts.text("networkName"),
  });
}

export const providerOf = (name: string | undefined): Provider => (name === "AZURE" || name === "GCP" ? name : "AWS");

/** All networks of a project. */
export async function listContainers(
  api: AtlasApi,
  projectId: string,
  options?: CallOptions,
): Promise<ObservedContainer[]> {
  const call: AtlasCall<"listGroupContainerAll"> = {
    operation: "listGroupContainerAll",
    params: { groupId: projectId },
  };
  return (await api.list(call, options)).map(observedContainer);
}

/** The network of a provider and region: there is one at most, and one for all regions on Google Cloud. */
export const containerFor = (
  containers: readonly ObservedContainer[],
  { provider, region }: Container,
): ObservedContainer | undefined =>
  containers.find((one) => one.provider === provider && (provider === "GCP" || one.region === region));

/** Who declares a network, and how what becomes of it is reported (upstream's names). */
export interface ContainerReport {
  condition: string;
  scope: Change["scope"];
  path: string;
  reasons: { set: string; delete: string };
}

export function containerCreation(
  container: Container,
  projectId: string | undefined,
  { condition, scope, path, reasons }: ContainerReport,
): Change {
  const call: AtlasCall<"createGroupContainer"> = {
    operation: "createGroupContainer",
    params: groupParams(projectId),
    body: bodyOf(container),
  };
  const description = `make ${nameOf(container)}${container.cidrBlock ? ` with ${container.cidrBlock}` : ""}`;
  const differences = [{ path, to: container }];
  return { action: "create", scope, condition, reason: reasons.set, description, call, differences };
}

/** Gives a network other addresses, which Atlas allows while nothing is in it. */
export function containerUpdate(
  container: Container,
  { containerId }: ObservedContainer,
  differences: Difference[],
  projectId: string | undefined,
  { condition, scope, reasons }: ContainerReport,
): Change {
  const call: AtlasCall<"updateGroupContainer"> = {
    operation: "updateGroupContainer",
    params: groupParams(projectId, { containerId }),
    body: bodyOf(container),
  };
  const description = `give ${nameOf(container)} the addresses ${container.cidrBlock}`;
  return { action: "update", scope, condition, reason: reasons.set, description, call, differences };
}

export function containerDeletion(
  container: ObservedContainer,
  projectId: string | undefined,
  { condition, scope, path, reasons }: ContainerReport,
): Change {
  const { containerId } = container;
  const call: AtlasCall<"deleteGroupContainer"> = {
    operation: "deleteGroupContainer",
    params: groupParams(projectId, { containerId }),
  };
  const description = `delete ${nameOf(container)}`;
  const differences = [{ path, from: containerId }];
  return { action: "delete", scope, condition, reason: reasons.delete, description, call, differences };
}

/** Codes by which Atlas says that it will delete a network later. */
const notYet = ["CONTAINERS_IN_USE", "CANNOT_DELETE_RECENTLY_CREATED_CONTAINER"];
const deletionPause = 10_000;

/**
 * Deletes a network.
 * @throws NotYetError while something is in it: what was deleted there shortly before may still be on its way out
 */
export async function deleteContainer(api: AtlasApi, change: Change, options?: CallOptions): Promise<void> {
  try {
    await noneIfAbsent(api.send(change.call as AtlasCall<"deleteGroupContainer">, options));
  } catch (error) {
    if (!hasAtlasCode(error, ...notYet)) throw error;
    const { condition, reason } = change;
    const message = "Atlas keeps the network while clusters, peerings or remains of them are in it";
    throw new NotYetError({ condition, reason, message, retryAfterMs: deletionPause }, { cause: error });
  }
}

function bodyOf({ provider, region, cidrBlock }: Container): RequestBody<"createGroupContainer"> {
  const body = {
    providerName: provider,
    ...(region !== undefined && { [provider === "AZURE" ? "region" : "regionName"]: region }),
    ...(cidrBlock !== undefined && { atlasCidrBlock: cidrBlock }),
  };
  // The contract lists the regions it knows; what is declared is for Atlas to judge.
  return body as RequestBody<"createGroupContainer">;
}

const nameOf = ({ provider, region }: Container): string =>
  `the network on ${provider}${region ? ` in ${region}` : ""}`;
