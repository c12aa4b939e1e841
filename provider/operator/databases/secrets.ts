import type { Resolved } from "../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../sdk/model/sql-database/target";
import { Redaction } from "../../schema/drivers/redact";

type Spec = Resolved<DatabaseTarget> & { cloud?: { tokenFrom?: { secretKeyRef?: string } } };

/** Takes everything secret of a declaration out of texts: passwords, URLs that hold one, tokens, and variables kept in Secrets. */
export function redactionOf(spec: Spec): Redaction {
  const { url, urlFrom, devURL, devURLFrom, credentials, config, configFrom, vars = [], cloud } = spec;
  const urls = [url, urlFrom?.secretKeyRef, devURL, devURLFrom?.secretKeyRef].flatMap((one) => one?.trim() || []);
  const texts = [...urls, config ?? "", configFrom?.secretKeyRef ?? ""];
  return new Redaction([
    ...urls.filter((one) => passwordsIn(one).length > 0),
    ...texts.flatMap(passwordsIn),
    credentials?.password,
    credentials?.passwordFrom?.secretKeyRef,
    cloud?.tokenFrom?.secretKeyRef,
    ...vars.map(({ valueFrom }) => valueFrom?.secretKeyRef),
  ]);
}

/** Passwords of the URLs in a text, as they are written and as they are meant. */
function passwordsIn(text: string): string[] {
  const logins = text.matchAll(/:\/\/[^/\s:@"']*:(?<login>[^\s"']*)@/g);
  const parameters = text.matchAll(/[?&]password=(?<login>[^&\s"']+)/g);
  return [...logins, ...parameters].flatMap(({ groups }) => {
    const written = groups?.login ?? "";
    return [written, decodedOrNot(written)];
  });
}

function decodedOrNot(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
