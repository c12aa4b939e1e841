import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { OperatorMetrics } from "../../provider/operator/metrics/metrics";
import { RuntimeMetrics } from "../../provider/operator/runtime";

const read = (name: string): string => readFileSync(join(__dirname, "../../charts/monitoring", name), "utf8");

interface Expression {
  title: string;
  expr: string;
}

const dashboard = JSON.parse(read("dashboard.json")) as {
  panels: { title: string; targets: { expr: string }[] }[];
};
const alerts = parse(read("alerts.yaml")) as { spec: { groups: { rules: { alert: string; expr: string }[] }[] } };
const expressions: Expression[] = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr }))),
  ...alerts.spec.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ title: alert, expr }))),
];

/** Labels that whoever scrapes adds, and that of a histogram's buckets. */
const ADDED = ["namespace", "pod", "le"];

const metrics = new RuntimeMetrics();
new OperatorMetrics(metrics);
const labelsOf = new Map<string, readonly string[]>(
  metrics.registry.getMetricsAsArray().map((metric) => {
    const own: unknown[] = "labelNames" in metric && Array.isArray(metric.labelNames) ? metric.labelNames : [];
    return [metric.name, [...own.map(String), ...ADDED]];
  }),
);

describe("dashboard and alerts", () => {
  it.each(expressions)("ask for what the operator measures: $title", ({ expr }) => {
    const names = [...expr.matchAll(/\b[a-z][a-z0-9_]*(?=[{[])/g)].map(([name]) => name.replace(/_bucket$/, ""));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect([...labelsOf.keys()]).toContain(name);
    const labels = names.flatMap((name) => labelsOf.get(name) ?? []);
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(", "));
    const matched = [...expr.matchAll(/([a-z_]+)=~?"/g)].map(([, label]) => label);
    for (const label of [...grouped, ...matched]) expect(labels).toContain(label);
  });
});
