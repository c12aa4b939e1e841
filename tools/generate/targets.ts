import type { Target } from "./target";
import { argoCdHealth } from "./targets/argo-cd";
import { cdk8sConstructs } from "./targets/cdk8s";
import { customResourceDefinitions } from "./targets/crds";
import { helmChart, helmDefinitions, helmTemplates } from "./targets/helm";
import { jsonSchemas } from "./targets/json-schemas";
import { kindRegistry } from "./targets/kinds";
import { pulumiResources } from "./targets/pulumi";
import { referencePages } from "./targets/reference";

/** Everything that `npm run generate` writes. A new family of files is one file under targets/ and one line here. */
export const targets: readonly Target[] = [
  argoCdHealth,
  cdk8sConstructs,
  customResourceDefinitions,
  helmChart,
  helmDefinitions,
  helmTemplates,
  jsonSchemas,
  kindRegistry,
  pulumiResources,
  referencePages,
];
