import { ValidationError } from "../../../sdk/model/errors";
import { policyAnnotations } from "../../../sdk/model/object-policy";
import { canonical } from "../../kinds/canonical";
import type { Pending } from "../../kinds/contract";
import type { Intent } from "../../kinds/journal";
import { readOwned } from "../../kinds/owned";
import type { Unresolved } from "../../kinds/resolve-lookup";
import { matchesSeal } from "../../kinds/seal";
import { aftercareOf } from "../aftercare/registry";
import { DECLARED_ELSEWHERE } from "../claims/assert-first";
import { isLeft, isLeftWhole, untilTaken } from "../claims/hand-over";
import { heirsOf, heirsWithProject, type Rival } from "../claims/rivals";
import { ClusterLookup } from "../cluster/lookup";
import type { Json } from "../cluster/managed-object";
import { type Applied, atlasIdOf, readApplied, readLastApplied } from "../ownership/applied";
import { fateOf, isProtectedFromTermination } from "../ownership/fate";
import { isHeld, released } from "../ownership/finalizers";
import { AnnotationJournal } from "../ownership/journal";
import { isKnownInAtlas } from "../ownership/known";
import { recordReady } from "../ownership/record-ready";
import { remember } from "../ownership/remember";
import { rememberedOf } from "../ownership/remembered";
import { takeOver } from "../ownership/take-over";
import type { Result } from "../runtime";
import { mainCondition } from "../status/main-condition";
import { lacks, type Verdict } from "../status/outcome";
import { isReady } from "../status/verdict";
import { removeAbandoned } from "./abandoned";
import { assertNobodyNeeds, isInheritedFrom } from "./dependents";
import { Hindrance } from "./errors";
import { removeFromAtlas } from "./removal";
import { realMs, type Services } from "./services";
import type { Subject } from "./subject";
import { tell } from "./tell";
import { beginWork, resolveDesired, type Work } from "./work";

/**
 * Lets an object go that somebody deleted: when its policy says so, only after everything it owns in Atlas is gone. What is kept needs
 * neither credentials nor Atlas. What another object declares as well is kept for that one; only what this one added to it goes.
 */
export async function remove(subject: Subject, services: Services): Promise<Result> {
  if (!isHeld(subject.object)) return {};
  if (subject.policy.reconciliation === "skip") return release(subject, services, false);
  const heirs = heirsOf(services, subject.kind, subject.object);
  const [heir] = heirs;
  const wanted = fateOf(subject.object, services.behaviour.deletionProtection);
  const fate = heir ? "keep" : wanted;
  assertNobodyNeeds(subject, services, fate);
  const intent = await new AnnotationJournal(subject).find();
  // What was never made, or belongs to somebody else, is not looked for by its name.
  if (!intent && !isKnownInAtlas(subject.object)) {
    if (fate === "delete") tellOfUnknown(subject, services);
    return release(subject, services, true);
  }
  const untaken = untilHeirHas(subject, services, heir, wanted);
  if (untaken) {
    await recordReady(subject);
    return waitFor(subject, services, untaken);
  }
  // An heir of what is on record need not be one of what was begun in its place.
  const isReplacing = rememberedOf(subject.object).length > 1;
  const stays = isLeftWhole(subject.kind, heirs);
  if (wanted === "keep" || (stays && !isReplacing)) return leave(subject, services, heir);
  const mayInherit = untilProjectGoes(subject, services, heir);
  if (mayInherit) return waitFor(subject, services, mayInherit);
  if (!heir && isLeft(subject.object))
    await tell(subject, services, { ready: false, verdicts: [takenBack(subject)], whole: false });
  const work = await beginWork(subject, services).catch(hintAtRelease);
  const pending = (await removeAbandoned(work)) ?? (stays ? undefined : await removeRecorded(work, heirs));
  return pending ? waitFor(subject, services, pending) : leave(subject, services, heir);
}

/** What is in Atlas still is to stay there. */
async function leave(subject: Subject, services: Services, heir: Rival | undefined): Promise<Result> {
  if (heir) tellOfHeir(subject, services, heir);
  else if (isProtectedFromTermination(subject.object.spec)) tellOfProtection(subject, services);
  return release(subject, services, true);
}

const removeRecorded = async (work: Work, heirs: readonly Rival[]): Promise<Pending | undefined> =>
  removeFromAtlas(work, await ownedBy(work).catch(hintAtRelease), heirs);

async function waitFor(subject: Subject, services: Services, pending: Pending): Promise<Result> {
  const verdicts = [{ ...lacks(pending.condition, pending.reason, pending.message), waiting: true as const }];
  await tell(subject, services, { ready: false, verdicts, whole: false });
  return { requeueAfterMs: realMs(services, pending.retryAfterMs) };
}

function untilHeirHas(
  subject: Subject,
  services: Services,
  heir: Rival | undefined,
  wanted: "keep" | "delete",
): Pending | undefined {
  if (!heir || (wanted === "keep" && !isInheritedFrom(subject, services))) return undefined;
  return untilTaken(subject.kind, subject.object, heir, wanted);
}

/** Without an heir: whether there may be one yet, were the project deleted as well. */
function untilProjectGoes({ kind, object }: Subject, services: Services, heir: Rival | undefined): Pending | undefined {
  const [next] = heir ? [] : heirsWithProject(services, kind, object);
  const retryAfterMs = next ? services.departures.remaining(object) : 0;
  if (!next || retryAfterMs === 0) return undefined;
  const message = `${next.what} is deleted in Atlas soon: ${next.title} declares it too, and inherits it if the project goes as well`;
  return { condition: mainCondition(kind), reason: "InternalError", message, retryAfterMs };
}

/** Told before anything is deleted after all: who comes to declare the same now is not to take what is about to go. */
const takenBack = ({ kind }: Subject): Verdict => ({
  ...lacks(mainCondition(kind), "InternalError", "it is being deleted in Atlas: nobody else declares it any more"),
  waiting: true,
});

async function release(subject: Subject, services: Services, tidy: boolean): Promise<Result> {
  if (tidy) await aftercareOf(subject.kind).release?.(subject, services);
  await subject.edit(released);
  services.departures.forget(subject.object);
  return {};
}

function tellOfUnknown({ object }: Subject, { events }: Services): void {
  const note = "nothing is deleted in Atlas: no pass is known to have made anything of this object";
  events.normal(object, { reason: "NothingMade", note });
}

function tellOfHeir({ object }: Subject, { events }: Services, { what, title }: Rival): void {
  events.normal(object, { reason: DECLARED_ELSEWHERE, note: `${what} stays in Atlas: ${title} declares it too` });
}

function tellOfProtection({ object }: Subject, { events }: Services): void {
  const note = "the deployment stays in Atlas: it is declared with terminationProtectionEnabled";
  events.warning(object, { reason: "AtlasDeploymentTermination", note });
}

/** Which thing in Atlas is the object's, and what of it: as remembered, as an interrupted pass meant it, or as upstream left it. */
async function ownedBy(work: Work): Promise<Omit<Applied, "atlasId">> {
  const { subject, services, place } = work;
  const applied = readApplied(subject.object);
  if (applied?.owned) return applied;
  const intent = await new AnnotationJournal(subject).find();
  const lookup = new ClusterLookup(services.cluster, subject.signal, true);
  if (intent) {
    const id: Json = JSON.parse(intent.identity);
    // With the parts that it may have got to: Atlas would not let the whole go before them.
    const owned = readOwned(intent.owned) ?? (await asThen(work, intent, lookup));
    return { id: applied?.id ?? id, owned, credentials: applied?.credentials ?? intent.credentials };
  }
  const known = await knownAgain(work, lookup, applied?.id);
  // A failed removal changes the status, which may be all that tells of it.
  await remember(subject, { ...known, atlasId: atlasIdOf(subject.object), credentials: place.secret });
  return known;
}

/** What is the object's where our record is missing: by upstream's, which may name another thing than the declaration, else by that. */
async function knownAgain({ subject, handler, api }: Work, lookup: ClusterLookup, recorded?: Json): Promise<Applied> {
  const { kind, namespace, title, object, generation = 1, signal } = subject;
  const spec = readLastApplied(object) ?? subject.spec;
  const desired = await resolveDesired({ kind, namespace, title, spec }, lookup, isPlace);
  // The deletion counts as a generation (Kubernetes, metadata.generation).
  const owned = await takeOver(subject, handler, desired, lookup, isReady(object.status, generation - 1));
  return { id: await handler.identify(api, desired, recorded, { signal }), owned };
}

/** Nothing is found by what it was sent from Secrets and the like, which may have gone with the namespace. */
const isPlace = ({ kind }: Unresolved): boolean => kind !== "Secret" && kind !== "ConfigMap";

/** What is owned if the declaration is still the one that an intent without a record of that was written for. */
async function asThen({ subject, handler }: Work, intent: Intent, lookup: ClusterLookup): Promise<Applied["owned"]> {
  const meant = await resolveDesired(subject, lookup).catch(unlessHindered);
  const known = meant !== undefined && matchesSeal(canonical(meant), intent.declared);
  return known ? handler.claim(meant, undefined, () => false) : undefined;
}

/** What cannot be told any more does not keep an object from going. */
function unlessHindered(error: unknown): undefined {
  if (error instanceof Hindrance || error instanceof ValidationError) return undefined;
  throw error;
}

/** Whoever deletes a namespace may have deleted the way into Atlas with it: nothing must hang for ever because of that. */
function hintAtRelease(error: unknown): never {
  if (!(error instanceof Hindrance)) throw error;
  const { message, condition, reason, again } = error;
  throw new Hindrance(`What this object made in Atlas cannot be deleted: ${message}`, {
    condition,
    reason,
    again,
    cause: error,
    hint: `Bring that back, or let the object go and leave what is in Atlas: annotate it with ${policyAnnotations.resource}: keep`,
  });
}
