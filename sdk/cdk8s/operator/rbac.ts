import { type SettledInstall, selectorLabels } from "./install";
import type { Manifest } from "./manifest";
import { devDatabaseRules, ownRules, peopleRules, type Rule, type RuledKind, shardRules, workingRules } from "./rules";

const API = "rbac.authorization.k8s.io";

/** The account that the operator has in the cluster. */
export function serviceAccount(install: SettledInstall): Manifest {
  const { name, namespace, serviceAccountAnnotations: annotations } = install;
  const annotated = Object.keys(annotations).length > 0 && { annotations };
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, labels: selectorLabels(install), ...annotated },
  };
}

/** Rights in its own namespace, wherever it looks after objects. */
export function ownRole(install: SettledInstall): Manifest[] {
  const { name, namespace, globalSecretName = `${name}-api-key`, shards } = install;
  return granted(install, { name: `${name}-own`, namespace }, ownRules(globalSecretName, shards));
}

/** Rights where it looks after objects: everywhere, or in each of the namespaces that it watches. */
export function workingRoles(install: SettledInstall, kinds: readonly RuledKind[]): Manifest[] {
  const { name, watchNamespaces } = install;
  const rules = workingRules(kinds, ...(install.devDatabases ? devDatabaseRules : []));
  if (watchNamespaces.length === 0) {
    return granted(install, { name }, [...rules, ...(install.shards.length > 0 ? shardRules : [])]);
  }
  return [...new Set(watchNamespaces)].flatMap((namespace) => granted(install, { name, namespace }, rules));
}

/** Roles for people, which Kubernetes adds to its own `view`, `edit` and `admin` by their labels. */
export function peopleRoles(install: SettledInstall, kinds: readonly RuledKind[]): Manifest[] {
  const partOf = { view: ["view", "edit", "admin"], edit: ["edit", "admin"] } as const;
  return (["view", "edit"] as const).map((may) => {
    const aggregated = Object.fromEntries(partOf[may].map((role) => [`${API}/aggregate-to-${role}`, "true"]));
    const labels = { ...selectorLabels(install), ...aggregated };
    const metadata = { name: `${install.name}-${may}`, labels };
    return { apiVersion: `${API}/v1`, kind: "ClusterRole", metadata, rules: peopleRules(kinds, may) };
  });
}

/** A role and its binding to the operator's account: for the whole cluster where no namespace is named. */
function granted(
  install: SettledInstall,
  place: { readonly name: string; readonly namespace?: string },
  rules: readonly Rule[],
): Manifest[] {
  const scope = place.namespace === undefined ? "Cluster" : "";
  const metadata = { ...place, labels: selectorLabels(install) };
  return [
    { apiVersion: `${API}/v1`, kind: `${scope}Role`, metadata, rules },
    {
      apiVersion: `${API}/v1`,
      kind: `${scope}RoleBinding`,
      metadata,
      roleRef: { apiGroup: API, kind: `${scope}Role`, name: place.name },
      subjects: [{ kind: "ServiceAccount", name: install.name, namespace: install.namespace }],
    },
  ];
}
