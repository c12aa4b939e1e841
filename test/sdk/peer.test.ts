import { describe, expect, it } from "vitest";
import { MissingPeerError, requirePeer } from "../../sdk/peer";

describe("requirePeer", () => {
  it("is silent when every peer is installed", () => {
    expect(() => requirePeer("atlas-iac/pulumi", "@pulumi/pulumi", "cdk8s")).not.toThrow();
  });

  it("names what was imported and everything to install", () => {
    const attempt = () => requirePeer("atlas-iac/cdk8s", "no-such-peer-one", "cdk8s", "no-such-peer-two");
    expect(attempt).toThrow(MissingPeerError);
    expect(attempt).toThrow(
      "atlas-iac/cdk8s needs no-such-peer-one and no-such-peer-two, which are not installed.\n" +
        "  Run: npm install no-such-peer-one no-such-peer-two",
    );
  });
});
