/** Takes secrets out of texts that others wrote: error messages of drivers and servers. */
export class Redaction {
  readonly #secrets: string[];

  constructor(secrets: Iterable<string | undefined>) {
    const forms = new Set<string>();
    for (const secret of secrets) {
      // Replacing a text of one or two letters would only garble messages.
      if (!secret || secret.length < 3) continue;
      forms.add(secret).add(encodeURIComponent(secret)).add(JSON.stringify(secret).slice(1, -1));
    }
    // Longest first: one secret can be a part of another.
    this.#secrets = [...forms].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#secrets.reduce((result, secret) => result.replaceAll(secret, "xxxxx"), text);
  }
}
