import { describe, expect, it } from "vitest";
import { digestHeader, parseChallenge } from "../../provider/atlas/auth/digest-header";

const rfc7616 = {
  realm: "http-auth@example.org",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};

const vectors = [
  {
    because: "RFC 7616, section 3.9.1, with SHA-256",
    challenge: { ...rfc7616, algorithm: "SHA-256", qop: true, stale: false },
    input: { password: "Circle of Life", cnonce: rfc7616.cnonce },
    response: "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  },
  {
    because: "RFC 7616, section 3.9.1, with MD5",
    challenge: { ...rfc7616, algorithm: "MD5", qop: true, stale: false },
    input: { password: "Circle of Life", cnonce: rfc7616.cnonce },
    response: "8ca523f5e9506fed4657c9700eebdbec",
  },
  {
    because: "RFC 2617, section 3.5",
    challenge: {
      realm: "testrealm@host.com",
      nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
      opaque: "5ccc069c403ebaf9f0171e9517f40e41",
      algorithm: "MD5",
      qop: true,
      stale: false,
    },
    input: { password: "Circle Of Life", cnonce: "0a4f113b" },
    response: "6629fae49393a05397450978507c4ef1",
  },
] as const;

describe("the digest header", () => {
  for (const { because, challenge, input, response } of vectors) {
    it(`is the one of ${because}`, () => {
      const header = digestHeader(challenge, {
        ...input,
        username: "Mufasa",
        method: "GET",
        target: "/dir/index.html",
        count: 1,
      });
      expect(header).toContain(`response="${response}"`);
      expect(header).toContain("nc=00000001");
      expect(header).toContain(`opaque="${challenge.opaque}"`);
      expect(header).toContain('uri="/dir/index.html"');
    });
  }

  it("counts uses of a nonce in hexadecimal", () => {
    const challenge = vectors[0].challenge;
    const input = { username: "u", password: "p", method: "GET", target: "/", cnonce: "c", count: 300 };
    expect(digestHeader(challenge, input)).toContain("nc=0000012c");
  });

  it("escapes quotes, so that no name ends its own field", () => {
    const input = { username: 'a"b\\', password: "p", method: "GET", target: "/", cnonce: "c", count: 1 };
    expect(digestHeader(vectors[0].challenge, input)).toContain('username="a\\"b\\\\"');
  });
});

describe("a challenge", () => {
  it("is found among challenges of other schemes, the stronger algorithm first", () => {
    const header =
      'Basic realm="x, y", Digest realm="r", nonce="weak", algorithm=MD5, qop="auth,auth-int", DIGEST realm="r", nonce="strong", qop="auth", algorithm=SHA-256, stale=TRUE, Bearer error="invalid"';
    expect(parseChallenge(header)).toMatchObject({ nonce: "strong", algorithm: "SHA-256", qop: true, stale: true });
  });

  it("may come without qop and algorithm, as before RFC 2617", () => {
    expect(parseChallenge('Digest realm="r", nonce="n"')).toMatchObject({ algorithm: "MD5", qop: false, stale: false });
  });

  it("keeps what is in quotes as it is", () => {
    expect(parseChallenge('Digest realm="say \\"hi\\", qop=none", nonce="a,b=c=="')).toMatchObject({
      realm: 'say "hi", qop=none',
      nonce: "a,b=c==",
    });
  });

  for (const [because, header] of [
    ["there is no digest", 'Bearer realm="r"'],
    ["the algorithm is unknown", 'Digest realm="r", nonce="n", algorithm=SHA-512-256'],
    ["only auth-int is offered", 'Digest realm="r", nonce="n", qop="auth-int"'],
    ["the nonce is missing", 'Digest realm="r"'],
  ] as const) {
    it(`is not answered when ${because}`, () => {
      expect(parseChallenge(header)).toBeUndefined();
    });
  }
});
