import { describe, expect, it } from "vitest";
import { adviseSpec, validateSpec } from "../../sdk/model";

const secret = { name: "secret" };
const event = { eventTypeName: "NO_PRIMARY", notifications: [{ typeName: "SMS", mobileNumber: "2125550100" }] };
const told = (notification: object) => ({ ...event, notifications: [notification] });
const metric = { metricName: "CONNECTIONS", operator: "GREATER_THAN", threshold: "250", units: "RAW" };
const ofMetric = { ...event, eventTypeName: "OUTSIDE_METRIC_THRESHOLD" };

const project = (spec: object) => ({ name: "shop", ...spec });
const watched = (...alerts: object[]) => project({ alertConfigurationSyncEnabled: true, alertConfigurations: alerts });
const said = (found: readonly { path: string; message: string }[]) => found.map((one) => `${one.path}: ${one.message}`);

const alert = "spec.alertConfigurations[0]";
const notice = `${alert}.notifications[0]`;

const faults = [
  {
    because: "every type needs fields of its own",
    spec: project({ integrations: [{ type: "SLACK", apiTokenRef: secret }] }),
    says: ["spec.integrations[0].channelName: is required when type is SLACK"],
  },
  {
    because: "an integration is of some type",
    spec: project({ integrations: [{ url: "https://example.com" }] }),
    says: ["spec.integrations[0].type: is required"],
  },
  {
    because: "Opsgenie is in two regions",
    spec: project({ integrations: [{ type: "OPS_GENIE", apiKeyRef: secret, region: "US3" }] }),
    says: ['spec.integrations[0].region: "US3" is not one of US, EU; did you mean US?'],
  },
  {
    because: "Prometheus finds things in two ways",
    spec: project({ integrations: [{ type: "PROMETHEUS", username: "u", serviceDiscovery: "https" }] }),
    says: ['spec.integrations[0].serviceDiscovery: "https" is not one of http, file; did you mean http?'],
  },
  { because: "an alert watches for something", spec: watched({}), says: [`${alert}.eventTypeName: is required`] },
  {
    because: "an alert tells somebody",
    spec: watched({ eventTypeName: "NO_PRIMARY" }),
    says: [`${alert}.notifications: must have at least 1 item: nobody would be told`],
  },
  {
    because: "people are told in some way",
    spec: watched(told({ typeName: "GROUP", emailEnabled: false })),
    says: [`${notice}: emailEnabled or smsEnabled must be true when typeName is GROUP: nobody would be told`],
  },
  {
    because: "a notification has a type that there is",
    spec: watched(told({ typeName: "Email" })),
    says: [`${notice}.typeName: "Email" is not one of DATADOG, EMAIL`, "did you mean EMAIL?"],
  },
  {
    because: "a type of notification needs fields of its own",
    spec: watched(told({ typeName: "SLACK", apiTokenRef: secret })),
    says: [`${notice}.channelName: is required when typeName is SLACK`],
  },
  {
    because: "a team is named",
    spec: watched(told({ typeName: "TEAM", emailEnabled: true })),
    says: [`${notice}.teamId: is required when typeName is TEAM, or teamName`],
  },
  {
    because: "Atlas repeats a notice after five minutes at the earliest",
    spec: watched(told({ typeName: "EMAIL", emailAddress: "a@example.com", intervalMin: 1 })),
    says: [`${notice}.intervalMin: must be 5 or more, not 1`],
  },
  {
    because: "an e-mail goes to an address",
    spec: watched(told({ typeName: "EMAIL", emailAddress: "alice" })),
    says: [`${notice}.emailAddress: "alice" is not an e-mail address`],
  },
  {
    because: "a matcher compares a property in one of Atlas's ways",
    spec: watched({ ...event, matchers: [{ operator: "EQUAL", value: "x" }] }),
    says: [`${alert}.matchers[0].fieldName: is required`, '"EQUAL" is not one of EQUALS', "did you mean EQUALS?"],
  },
  {
    because: "the event of a metric needs one",
    spec: watched(ofMetric),
    says: [`${alert}.metricThreshold: is required when eventTypeName is OUTSIDE_METRIC_THRESHOLD`],
  },
  {
    because: "no other event has a metric",
    spec: watched({ ...event, metricThreshold: metric }),
    says: [`${alert}.metricThreshold: does not go with NO_PRIMARY, which watches no metric: use threshold`],
  },
  {
    because: "a threshold is more or less",
    spec: watched({ ...ofMetric, metricThreshold: { ...metric, operator: "GREATER" } }),
    says: [`${alert}.metricThreshold.operator: "GREATER" is not one of GREATER_THAN, LESS_THAN`],
  },
  {
    because: "a threshold is a number",
    spec: watched({ ...event, threshold: { operator: "LESS_THAN", threshold: "two", units: "HOURS" } }),
    says: [`${alert}.threshold.threshold: is "two", and must be a decimal number`],
  },
  {
    because: "alerts that are not kept in step are not sent",
    spec: project({ alertConfigurations: [{ eventTypeName: "" }] }),
    says: [],
  },
];

const advice = [
  {
    because: "the event has a slip",
    spec: watched({ ...event, eventTypeName: "NO_PRIMRY" }),
    says: [`${alert}.eventTypeName: "NO_PRIMRY" is no event that this release knows: did you mean NO_PRIMARY?`],
  },
  {
    because: "metric, unit and property are not in the catalogue",
    spec: watched({
      ...ofMetric,
      metricThreshold: { ...metric, metricName: "CONECTIONS", units: "RAWS" },
      matchers: [{ fieldName: "HOST", operator: "EQUALS", value: "x" }],
    }),
    says: ["HOST", "did you mean CONNECTIONS?", "did you mean RAW?"],
  },
  {
    because: "a field is another type's",
    spec: watched(told({ typeName: "SMS", mobileNumber: "1", channelName: "alerts" })),
    says: [`${notice}.channelName: has no effect when typeName is SMS: it is for SLACK`],
  },
  {
    because: "a field is another service's",
    spec: project({ integrations: [{ type: "WEBHOOK", url: "https://example.com", region: "EU" }] }),
    says: [
      "spec.integrations[0].region: has no effect when type is WEBHOOK: it is for DATADOG, OPS_GENIE and PAGER_DUTY",
    ],
  },
  {
    because: "fields of former versions are in many manifests",
    spec: project({ integrations: [{ type: "WEBHOOK", url: "https://example.com", name: "hook", flowName: "f" }] }),
    says: [],
  },
  {
    because: "alerts are declared and not kept in step",
    spec: project({ alertConfigurations: [event] }),
    says: ["spec.alertConfigurations: has no effect unless alertConfigurationSyncEnabled is true"],
  },
  {
    because: "alerts are to be kept in step, and there is no list of them",
    spec: project({ alertConfigurationSyncEnabled: true }),
    says: ["spec.alertConfigurations: is absent, so alertConfigurationSyncEnabled has no effect"],
  },
  { because: "all of it is known", spec: watched({ ...ofMetric, metricThreshold: metric }), says: [] },
];

describe("what a project tells people and services", () => {
  it.each(faults)("is refused where Atlas would: $because", ({ spec, says }) => {
    const found = validateSpec("AtlasProject", spec, "manifest");
    expect(found.length > 0).toBe(says.length > 0);
    for (const text of says) expect(said(found).join("\n")).toContain(text);
  });

  it.each(advice)("is warned of where it may be a mistake: $because", ({ spec, says }) => {
    expect(validateSpec("AtlasProject", spec, "manifest")).toEqual([]);
    const found = adviseSpec("AtlasProject", spec, "manifest");
    expect(found).toHaveLength(says.length);
    for (const text of says) expect(said(found).join("\n")).toContain(text);
  });

  it.each([
    { integrations: [{ type: "DATADOG" }], path: "spec.integrations[0].apiKeyRef", when: "type is DATADOG" },
    { integrations: [{ type: "WEBHOOK" }], path: "spec.integrations[0].url", when: "type is WEBHOOK" },
  ])(
    "may lack a secret where values are given, as one that is taken over stays: $path",
    ({ path, when, integrations }) => {
      const spec = project({ integrations });
      expect(validateSpec("AtlasProject", spec, "resolved")).toEqual([]);
      const advice = `${path}: is required when ${when}, unless Atlas has it already`;
      expect(said(adviseSpec("AtlasProject", spec, "resolved"))).toEqual([advice]);
    },
  );

  it("names its secrets in a manifest", () => {
    const spec = watched(told({ typeName: "PAGER_DUTY" }));
    expect(said(validateSpec("AtlasProject", spec, "manifest"))).toEqual([
      `${notice}.serviceKeyRef: is required when typeName is PAGER_DUTY`,
    ]);
  });

  it("is not judged before it is known", () => {
    const later = Symbol("known after apply");
    const spec = watched(told({ typeName: later, channelName: "alerts" }));
    const isUnknown = (value: unknown) => value === later;
    expect(validateSpec("AtlasProject", spec, "resolved", { isUnknown })).toEqual([]);
    expect(adviseSpec("AtlasProject", spec, "resolved", { isUnknown })).toEqual([]);
  });
});
