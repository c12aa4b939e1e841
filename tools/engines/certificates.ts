import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";

/** A certificate and its key, as PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** Issues certificates that only those trust who are told to. */
export interface CertificateAuthority {
  /** Its own certificate, as PEM. */
  cert: string;
  /** A certificate for a server of these names and IPv4 addresses, or for a user by its common name. */
  issue(commonName: string, hosts?: readonly string[]): Certificate;
}

// What of ASN.1 a certificate needs (RFC 5280, with the encoding of X.690).
const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, "hex"));
const COMMON_NAME = oid("550403");
const BASIC_CONSTRAINTS = oid("551d13");
const SUBJECT_ALT_NAME = oid("551d11");
const ECDSA_SHA256 = sequence(oid("2a8648ce3d040302"));
const TRUE = tlv(0x01, Buffer.from([0xff]));

const name = (commonName: string) => sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from(commonName)))));
const time = (date: Date) => tlv(0x17, Buffer.from(`${date.toISOString().replaceAll(/\D/g, "").slice(2, 14)}Z`));
const extension = (id: Buffer, critical: boolean, value: Buffer) =>
  sequence(id, ...(critical ? [TRUE] : []), tlv(0x04, value));
const altName = (host: string) =>
  isIPv4(host) ? tlv(0x87, Buffer.from(host.split(".").map(Number))) : tlv(0x82, Buffer.from(host));

interface Signed {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  signer: KeyObject;
  extensions: Buffer[];
}

const DAY_MS = 86_400_000;

function signed({ subject, issuer, publicKey, signer, extensions }: Signed): string {
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const now = Date.now();
  const content = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    ECDSA_SHA256,
    name(issuer),
    sequence(time(new Date(now - DAY_MS)), time(new Date(now + DAY_MS))),
    name(subject),
    publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length > 0 ? [tlv(0xa3, sequence(...extensions))] : []),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign("sha256", content, signer));
  const base64 = sequence(content, ECDSA_SHA256, signature).toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/(.{64})/g, "$1\n").trimEnd()}\n-----END CERTIFICATE-----\n`;
}

const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

/** Makes an authority of one's own, whose certificates are good for a day. */
export function certificateAuthority(commonName: string): CertificateAuthority {
  const signer = newKey();
  const own = { subject: commonName, issuer: commonName, publicKey: createPublicKey(signer), signer };
  return {
    cert: signed({ ...own, extensions: [extension(BASIC_CONSTRAINTS, true, sequence(TRUE))] }),
    issue: (subject, hosts = []) => {
      const key = newKey();
      const names = hosts.length > 0 ? [extension(SUBJECT_ALT_NAME, false, sequence(...hosts.map(altName)))] : [];
      return {
        cert: signed({ subject, issuer: commonName, publicKey: createPublicKey(key), signer, extensions: names }),
        key: key.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}
