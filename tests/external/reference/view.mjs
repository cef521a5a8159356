// What does a view leave of a story? A copy of it in which only that stands which is shown.
import { certainty, latest } from "./dates.mjs";
import { compare } from "./story.mjs";

/** The view that restricts nothing. */
export const NO_VIEW = { validAt: null, knownAt: null, onlySources: null, exceptSources: null };

/** Returns the view that an input asks for: everything in its place, and each source once. */
export function readView(input) {
  const sorted = (ids) => (ids == null ? null : [...new Set(ids)].sort(compare));
  const except = sorted(input?.exceptSources);
  return {
    validAt: input?.validAt ?? null,
    knownAt: input?.knownAt ?? null,
    onlySources: sorted(input?.onlySources),
    exceptSources: except?.length > 0 ? except : null,
  };
}

/** Returns what a view restricts, as the input that asks for it; nothing when it restricts nothing. */
export function restrictions(view) {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== null));
}

/** Returns the text by which cursors tell one view from another. */
export function spelled({ validAt, knownAt, onlySources, exceptSources }) {
  const part = (name, values) => (values === null ? "" : [`;${name}`, ...values].join(" "));
  const date = (name, value) => part(name, value === null ? null : [value]);
  return (
    date("valid", validAt) + date("known", knownAt) + part("only", onlySources) + part("except", exceptSources)
  );
}

/** Returns the story as a view shows it; of each claim, only what the sources that are read say. */
export function under(story, view) {
  const sources = story.sources.filter((source) => reads(view, source));
  const published = new Map(sources.map((source) => [source.id, source.published]));
  const isRead = (citation) => published.has(citation.source);
  const known = story.claims
    .map((claim) => ({
      ...claim,
      citations: claim.citations.filter(isRead),
      retraction: claim.retraction !== null && isRead(claim.retraction.citation) ? claim.retraction : null,
    }))
    .filter(({ citations }) => citations.length > 0);
  const held = ({ valid, citations }) => {
    const said = citations.filter(({ stance }) => stance !== "denies").map(({ source }) => published.get(source));
    return certainty(valid, said, view.validAt);
  };
  const claims = known
    .map((claim) => ({ ...claim, certainty: view.validAt === null ? null : held(claim) }))
    .filter((claim) => claim.certainty !== "NO");
  const mentioned = new Set(
    known.flatMap((claim) => [
      claim.subject,
      claim.object,
      ...cited(claim).flatMap(({ attributedTo }) => attributedTo),
    ]),
  );
  const isRestricted = Object.keys(restrictions(view)).length > 0;
  const entities = story.entities.filter(({ id }) => !isRestricted || mentioned.has(id));
  return { ...story, sources, claims, entities };
}

/** Returns every place that is cited for or against a claim or for its retraction. */
export function cited(claim) {
  return [...claim.citations, ...(claim.retraction === null ? [] : [claim.retraction.citation])];
}

function reads({ knownAt, onlySources, exceptSources }, { id, published }) {
  return (
    (knownAt === null || latest(published) <= latest(knownAt)) &&
    (onlySources === null || onlySources.includes(id)) &&
    !(exceptSources ?? []).includes(id)
  );
}
