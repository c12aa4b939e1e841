/** The one-way arrows of the architecture, each with the reason it is there. `npm run lint` holds them. */

const SDK = "^sdk/";
const NOT_SHIPPED = "^(test|tools|bench|examples)/";
const HTTP_SQL_AND_CLUSTER_CLIENTS =
  "node_modules/(axios|pg|mysql2|@electric-sql/pglite|@kubernetes/client-node|oauth4webapi|prom-client|pino)/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Files that import each other can only be understood, loaded and tested together.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      comment: "An import that resolves to nothing fails at the user, not here.",
      severity: "error",
      from: { path: "^(sdk|provider|cli)/" },
      to: { couldNotResolve: true },
    },
    {
      name: "shipped-imports-shipped",
      comment: "dist/ holds sdk, provider and cli only; tests, tools and benchmarks are not in the package.",
      severity: "error",
      from: { path: "^(sdk|provider|cli)/" },
      to: { path: NOT_SHIPPED },
    },
    {
      name: "model-stands-alone",
      comment: "sdk/model is the source of truth that every engine reads; it knows none of them.",
      severity: "error",
      from: { path: "^sdk/model/" },
      to: { path: "^(sdk|provider|cli)/", pathNot: "^sdk/model/" },
    },
    {
      name: "sdk-without-provider",
      comment: "People import sdk/ into programs. What makes a resource true is reached at run time only.",
      severity: "error",
      from: { path: SDK },
      to: { path: "^(provider|cli)/" },
    },
    {
      name: "sdk-without-clients",
      comment: "sdk/ knows nothing of HTTP, SQL or Kubernetes clients: a synthesizing program must not load them.",
      severity: "error",
      from: { path: SDK },
      to: { path: HTTP_SQL_AND_CLUSTER_CLIENTS },
    },
    {
      name: "engines-apart-in-sdk",
      comment: "Whoever only synthesizes does not install Pulumi, and the other way round.",
      severity: "error",
      from: { path: "^sdk/(pulumi|cdk8s)/" },
      to: { path: "^sdk/(pulumi|cdk8s)/", pathNot: "^sdk/$1/" },
    },
    {
      name: "pulumi-only-for-pulumi",
      comment: "@pulumi/pulumi is an optional peer: only what serves Pulumi programs may need it.",
      severity: "error",
      from: { path: "^(sdk|provider|cli)/", pathNot: "^(sdk|provider)/pulumi/" },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "cdk8s-only-for-cdk8s",
      comment: "cdk8s and constructs are optional peers: only sdk/cdk8s may need them.",
      severity: "error",
      from: { path: "^(sdk|provider|cli)/", pathNot: "^sdk/cdk8s/" },
      to: { path: "node_modules/(cdk8s|constructs)/" },
    },
    {
      name: "atlas-client-below-kinds",
      comment: "The Admin API client serves the kinds and knows none of them, nor the engines above.",
      severity: "error",
      from: { path: "^provider/atlas/" },
      to: { path: "^(provider|cli)/", pathNot: "^provider/atlas/" },
    },
    {
      name: "kinds-below-engines",
      comment: "One handler serves Pulumi, the operator and the command line; it cannot know which.",
      severity: "error",
      from: { path: "^provider/kinds/" },
      to: { path: "^(provider/(pulumi|operator|simulator)|cli|sdk/(pulumi|cdk8s))/" },
    },
    {
      name: "operator-runtime-knows-no-atlas",
      comment: "The engine of an operator is small and tested apart; what it makes true is the kinds' business.",
      severity: "error",
      from: { path: "^provider/operator/runtime/" },
      to: { path: "^(sdk|provider|cli)/", pathNot: "^provider/operator/runtime/|^sdk/model/errors" },
    },
    {
      name: "engine-adapters-apart",
      comment: "provider/pulumi and provider/operator meet in provider/kinds and nowhere else.",
      severity: "error",
      from: { path: "^provider/(pulumi|operator)/" },
      to: { path: "^provider/(pulumi|operator|simulator)/", pathNot: "^provider/$1/" },
    },
    {
      name: "simulator-held-to-the-contract",
      comment: "A simulator that shared code with the client would agree with the client's mistakes.",
      severity: "error",
      from: { path: "^provider/simulator/" },
      to: { path: "^(sdk|provider|cli)/", pathNot: "^provider/(simulator|atlas/contract)/|^sdk/model/errors" },
    },
    {
      name: "only-declared-packages",
      comment: "What runs at the user's must be in dependencies or peerDependencies.",
      severity: "error",
      from: { path: "^(sdk|provider|cli)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["npm-peer", "type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default", "types"] },
  },
};
