import { describeSamples } from "./samples";

describeSamples("cdk8s.md", ["add", "secret", "validation"]);
