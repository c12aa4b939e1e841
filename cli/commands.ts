import type { Command } from "commander";

/** A command as the list of commands shows it. What it takes to run is loaded when it is called. */
export interface CommandEntry {
  name: string;
  description: string;
  /** Its module: `register` adds it, with its options, to the program. */
  load(): Promise<{ register(program: Command): void }>;
}

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: "validate",
    description: "say everything that is wrong with manifests",
    load: () => import("./commands/validate.js"),
  },
  {
    name: "plan",
    description: "show what manifests would change in Atlas, without changing anything",
    load: () => import("./commands/plan.js"),
  },
  {
    name: "doctor",
    description: "say whether credentials, roles and network suffice for what is declared",
    load: () => import("./commands/doctor.js"),
  },
  {
    name: "import",
    description: "write a project as it is in Atlas as a program or as manifests",
    load: () => import("./commands/import.js"),
  },
  {
    name: "convert",
    description: "write manifests as a Pulumi program or a cdk8s app",
    load: () => import("./commands/convert.js"),
  },
  {
    name: "crds",
    description: "print or write the custom resource definitions",
    load: () => import("./commands/crds.js"),
  },
  {
    name: "install",
    description: "print what installs the operator in a Kubernetes cluster",
    load: () => import("./commands/install.js"),
  },
  {
    name: "operator",
    description: "make the manifests in a Kubernetes cluster true in Atlas, for as long as it runs",
    load: () => import("./commands/operator.js"),
  },
  {
    name: "simulator",
    description: "run a simulated MongoDB Atlas on this machine",
    load: () => import("./commands/simulator.js"),
  },
  {
    name: "schema",
    description: "inspect, compare and change database schemas",
    load: () => import("./schema/index.js"),
  },
  {
    name: "migrate",
    description: "manage migration directories and the databases they are for",
    load: () => import("./migrate/index.js"),
  },
  {
    name: "version",
    description: "print the name and version of this command line",
    load: () => import("./commands/version.js"),
  },
];
