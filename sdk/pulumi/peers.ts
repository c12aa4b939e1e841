import { requirePeer } from "../peer";

requirePeer("atlas-iac/pulumi", "@pulumi/pulumi");
