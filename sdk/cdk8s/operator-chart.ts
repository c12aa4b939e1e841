import { ApiObject, Chart, type ChartProps } from "cdk8s";
import type { Construct } from "constructs";
import { parse } from "yaml";
import { type OperatorInstall, settled } from "./operator/install";
import type { Manifest } from "./operator/manifest";
import { operatorManifests } from "./operator/manifests";
import { definitionTexts } from "./operator/package-files";

/** How the operator is installed, and what cdk8s asks of a chart. */
export interface OperatorChartProps extends OperatorInstall, Pick<ChartProps, "labels"> {}

/**
 * The operator in a cluster: definitions of its kinds, an account with the rights that it needs and no others, its Deployment, and what
 * is beside that.
 *
 * ```ts
 * new OperatorChart(app, "operator", { namespace: "atlas-system", watchNamespaces: ["shop"] });
 * ```
 *
 * Names and namespaces are as declared, without cdk8s's hashes: the operator's own Secret is found by them.
 *
 * @throws ValidationError with everything that is wrong with what is asked for
 */
export class OperatorChart extends Chart {
  constructor(scope: Construct, id: string, props: OperatorChartProps = {}) {
    const { labels, ...install } = props;
    const manifests = operatorManifests(install);
    // No namespace for the chart as a whole: some of its objects are in none, some in those that are watched.
    super(scope, id, { labels });
    const definitions: Manifest[] = settled(install).crds ? definitionTexts().map((text) => parse(text)) : [];
    for (const manifest of [...definitions, ...manifests]) {
      const { kind, metadata } = manifest;
      new ApiObject(this, [kind, metadata.namespace, metadata.name].filter(Boolean).join("-"), manifest);
    }
  }
}
