import { describe, expect, it } from "vitest";
import { isSeal, matchesSeal } from "../../provider/kinds/seal";
import { sealSpec } from "../../provider/kinds/seal-spec";

const spec = {
  projectRef: "p",
  type: "PROMETHEUS" as const,
  prometheus: {
    enabled: "enabled",
    serviceDiscovery: "http" as const,
    prometheusCredentialsSecretRef: { username: "scraper", password: "word" },
  },
};
const kind = "AtlasThirdPartyIntegration";
const sure = () => false;
const unsure = () => true;

const secretsOf = (sealed: typeof spec) => sealed.prometheus.prometheusCredentialsSecretRef;

describe("the secrets of a declaration", () => {
  it("are sealed, each by itself, and nothing else is touched", () => {
    const sealed = sealSpec(kind, spec, undefined, sure);
    const { username, password } = secretsOf(sealed);
    expect([isSeal(username), isSeal(password)]).toEqual([true, true]);
    expect([matchesSeal("scraper", username), matchesSeal("word", password)]).toEqual([true, true]);
    expect(sealed.prometheus).toMatchObject({ enabled: "enabled", serviceDiscovery: "http" });
    expect(secretsOf(spec), "the declaration itself stays as it is").toEqual({ username: "scraper", password: "word" });
  });

  it("keep the seals they had, so that what is kept does not change", () => {
    const first = sealSpec(kind, spec, undefined, sure);
    expect(sealSpec(kind, spec, first, sure)).toEqual(first);
    expect(sealSpec(kind, first, first, sure), "what is sealed stays sealed").toEqual(first);
  });

  it("get another seal when they change", () => {
    const first = sealSpec(kind, spec, undefined, sure);
    const rotated = structuredClone(spec);
    rotated.prometheus.prometheusCredentialsSecretRef.password = "other";
    const second = sealSpec(kind, rotated, first, sure);
    expect(secretsOf(second).username).toBe(secretsOf(first).username);
    expect(matchesSeal("other", secretsOf(second).password)).toBe(true);
  });

  it("that nobody knows to have been sent count as not sent; those that were sent before do not", () => {
    const first = sealSpec(kind, spec, undefined, sure);
    expect(secretsOf(sealSpec(kind, spec, undefined, unsure))).toEqual({});
    expect(sealSpec(kind, spec, first, unsure)).toEqual(first);
  });

  it("of one value in two places do not show as equal", () => {
    const equal = structuredClone(spec);
    equal.prometheus.prometheusCredentialsSecretRef = { username: "same", password: "same" };
    const first = secretsOf(sealSpec(kind, equal, undefined, sure));
    expect(first.username).not.toBe(first.password);
    const again = secretsOf(sealSpec(kind, equal, sealSpec(kind, equal, undefined, sure), sure));
    expect(again.username).not.toBe(again.password);
  });

  it("are found outside of references too, in every item of a list", () => {
    const project = {
      name: "shop",
      integrations: [
        { type: "WEBHOOK" as const, url: "https://example.com/hook", secretRef: "signature" },
        { type: "DATADOG" as const, apiKeyRef: "key" },
      ],
    };
    const [webhook, datadog] = sealSpec("AtlasProject", project, undefined, sure).integrations;
    expect([webhook?.url, webhook?.secretRef, datadog?.apiKeyRef].map((text) => isSeal(text ?? ""))).toEqual([
      true,
      true,
      true,
    ]);
  });
});
