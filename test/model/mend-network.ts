type Json = Record<string, unknown>;

const configurations = { AWS: "awsConfiguration", AZURE: "azureConfiguration", GCP: "gcpConfiguration" };
const onlyFor = { supportedRegions: "AWS", portMappingEnabled: "GCP" };

/** What a provider lacks goes; what it needs comes. */
export function mendContainer(spec: Json): Json {
  const { region = "EU_WEST_1", ...rest } = spec;
  return { cidrBlock: "10.8.0.0/21", ...rest, ...(spec.provider !== "GCP" && { region }) };
}

/** The provider is the one that the configuration is of. */
export function mendPeering(spec: Json): Json {
  const awsConfiguration = {
    accepterRegionName: "eu-west-1",
    awsAccountId: "123456789012",
    routeTableCidrBlock: "10.0.0.0/8",
    vpcId: "vpc-1",
  };
  const { containerRef } = spec;
  const complete: Json = { ...spec };
  if (providerOf(spec) === undefined) complete.awsConfiguration = awsConfiguration;
  const provider = providerOf(complete);
  const named = typeof containerRef === "object" ? (provider === "AWS" ? { id: "1" } : { name: "main" }) : containerRef;
  return { ...complete, provider, containerRef: named };
}

/** What another provider has goes. */
export function mendPrivateEndpoint(spec: Json): Json {
  const provider = providerOf(spec) ?? spec.provider;
  const kept = Object.entries(spec).filter(([field]) => {
    const only = Object.entries(onlyFor).find(([name]) => name === field);
    return only === undefined || only[1] === provider;
  });
  return { ...Object.fromEntries(kept), provider };
}

const providerOf = (spec: Json): string | undefined =>
  Object.entries(configurations).find(([, field]) => spec[field] !== undefined)?.[0];
