import { requirePeer } from "../peer";

requirePeer("atlas-iac/cdk8s", "cdk8s", "constructs");
