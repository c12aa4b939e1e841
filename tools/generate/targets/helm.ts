import { stringify } from "yaml";
import { packageVersion } from "../../../sdk/cdk8s/operator/package-files";
import { templates } from "../helm/chart";
import { values, valuesSchema } from "../helm/values";
import type { Target } from "../target";
import { customResourceDefinitions } from "./crds";

const CHART = "charts/atlas-iac-operator";

/** `Chart.yaml`, the values and their schema of the Helm chart, which installs what `OperatorChart` of atlas-iac/cdk8s does. */
export const helmChart: Target = {
  owns: { directory: CHART, pattern: /\.(yaml|json)$/ },
  files: () => [
    { path: `${CHART}/Chart.yaml`, content: stringify(chart(), { lineWidth: 0 }) },
    { path: `${CHART}/values.yaml`, content: values() },
    { path: `${CHART}/values.schema.json`, content: `${JSON.stringify(valuesSchema(), undefined, 2)}\n` },
  ],
};

/** Its templates, made from the same manifests as the cdk8s chart. */
export const helmTemplates: Target = {
  owns: { directory: `${CHART}/templates`, pattern: /\.(yaml|tpl)$/ },
  files: ({ kinds }) =>
    Object.entries(templates(kinds)).map(([name, content]) => ({ path: `${CHART}/templates/${name}`, content })),
};

/** The definitions once more: a chart reads nothing outside of its directory. */
export const helmDefinitions: Target = {
  owns: { directory: `${CHART}/files/crds`, pattern: /\.yaml$/ },
  files: (model) =>
    customResourceDefinitions.files(model).map(({ path, content }) => ({ path: `${CHART}/files/${path}`, content })),
};

function chart(): object {
  const version = packageVersion();
  return {
    apiVersion: "v2",
    name: "atlas-iac-operator",
    description: "Makes manifests of MongoDB Atlas and of database schemas true",
    type: "application",
    version,
    appVersion: version,
    kubeVersion: ">=1.28.0-0",
  };
}
