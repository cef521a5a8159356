// What happened, and what became known, in the order of time? Worked out from plain claims.
import { earliest, latest } from "./dates.mjs";
import { compare } from "./story.mjs";

const MOMENT_KINDS = ["dated", "held", "began", "ended"];

/** The kinds of changes, in their order. */
export const CHANGE_KINDS = ["added", "confirmed", "denied", "retracted", "corrected"];

/**
 * Returns the moments that claims tell which stand, in their order: with `about` those about an
 * entity, and the dates of what `linked` names.
 */
export function timeline(claims, stands, about, linked, { from, to }) {
  const isAbout = (claim) => about === undefined || claim.subject === about || claim.object === about;
  const moments = claims.filter(stands).flatMap((claim) => {
    const isDated = claim.predicate.valueType === "date";
    const dated = isDated && (isAbout(claim) || linked.has(claim.subject)) ? [["dated", claim.value]] : [];
    return [...dated, ...(isAbout(claim) ? endsOf(claim.valid) : [])].map(([kind, date]) => ({ kind, date, claim }));
  });
  const touches = ({ date }) =>
    (from == null || earliest(from) <= latest(date)) && (to == null || earliest(date) <= latest(to));
  // Claims keep their order where nothing else decides.
  return moments.filter(touches).sort(
    (a, b) =>
      compare(earliest(a.date), earliest(b.date)) ||
      a.date.length - b.date.length ||
      MOMENT_KINDS.indexOf(a.kind) - MOMENT_KINDS.indexOf(b.kind) ||
      claims.indexOf(a.claim) - claims.indexOf(b.claim),
  );
}

function endsOf(period) {
  if (period === undefined) {
    return [];
  }
  const { start, end } = period;
  const ends = start === end ? [["held", start]] : [["began", start], ["ended", end]];
  return ends.filter(([, date]) => date !== null);
}

/** Returns what each source changed about what is known of claims, in the order of publication. */
export function changes(claims, sources, { from, to, kinds }) {
  const order = [...sources].sort((a, b) => compare(latest(a.published), latest(b.published)) || compare(a.id, b.id));
  const place = new Map(order.map(({ id }, at) => [id, at]));
  const first = (claim) => Math.min(...claim.citations.map(({ source }) => place.get(source)));
  const day = (at) => latest(order[at].published);
  const found = claims.flatMap((claim) => {
    const told = order.flatMap((source, at) => {
      const stances = claim.citations.filter((citation) => citation.source === source.id).map(({ stance }) => stance);
      const isSaid = stances.some((stance) => stance !== "denies");
      return [
        stances.length > 0 && at === first(claim) && "added",
        isSaid && at !== first(claim) && "confirmed",
        stances.includes("denies") && "denied",
      ]
        .filter(Boolean)
        .map((kind) => ({ kind, claim, source, date: source.published }));
    });
    return [...told, ...withdrawn(claim)];
  });
  /** Returns the change by which a claim is withdrawn: not before it was told. */
  function withdrawn(claim) {
    if (claim.retraction === null) {
      return [];
    }
    const source = order[place.get(claim.retraction.citation.source)];
    const isLater = day(first(claim)) > latest(source.published);
    const date = isLater ? order[first(claim)].published : source.published;
    const correction = claims.find(({ id }) => id === claim.retraction.correctedBy);
    const isCorrected = correction !== undefined && day(first(correction)) <= latest(date);
    return [{ kind: isCorrected ? "corrected" : "retracted", claim, source, date, correction }];
  }
  const isWanted = ({ kind, date }) =>
    latest(date) > latest(from) &&
    (to == null || latest(date) <= latest(to)) &&
    (kinds == null || kinds.includes(kind.toUpperCase()));
  return found.filter(isWanted).sort(
    (a, b) =>
      compare(latest(a.date), latest(b.date)) ||
      compare(a.source.id, b.source.id) ||
      claims.indexOf(a.claim) - claims.indexOf(b.claim) ||
      CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind),
  );
}
