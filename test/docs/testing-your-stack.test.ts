import { describeSamples } from "./samples";

describeSamples("testing-your-stack.md", ["mocks", "cdk8s", "simulator"]);
