// What is asked, and of which entities?
//
// The entities are chosen from the story, so that the answers have a fitting size whatever the
// size of the story is, and every list fits on a page of Throughline. There two people who share a
// work in two roles are linked twice, so a page has room for more than the longest list that is
// chosen.

/** The longest lists of the nested questions, and the pages of Throughline that hold them. */
export const FEW_WORKS = { most: 10, page: 20 };
export const WORKS = { most: 100, page: 200 };
export const WORKERS = { most: 400, page: 500 };

/** How many entities the long list has, and how many the filtered one. */
export const LIST = 1000;
export const FILTERED = 100;

/** The questions in the order of the table, told with how many objects the answer has. */
export const QUESTIONS = {
  entity: () => "one entity by id, 5 fields",
  levels: (n) => `by id, 3 levels, ${n} objects`,
  list: (n) => `list of ${n} entities, 5 fields`,
  nested: (n) => `by id, 4 levels, ${n} objects`,
  path: (n) => `shortest path, over ${n} entities`,
  filtered: (n) => `filtered, sorted, first ${n}`,
};

/** Chooses the entities that are asked for. */
export function choose(story) {
  const people = story.entities.filter((entity) => entity.type === "Person");
  const works = story.entities.filter((entity) => entity.type === "Work");
  const pairs = story.relationships.filter(({ relation }) => relation === "worked-on");
  const worksOf = gather(pairs, "from", "to");
  const workersOf = gather(pairs, "to", "from");
  const levels = [
    [workersOf, WORKERS],
    [worksOf, WORKS],
  ];
  return {
    entity: people.find(({ born, remarks }) => born && remarks.length > 0).id,
    work: nearest(works, 500, levels),
    person: nearest(people, 10_000, [[worksOf, FEW_WORKS], ...levels]),
    ends: ends(people[0].id, neighbors(story)),
    before: "1960",
  };
}

/** Returns the neighbors of each entity, whatever the relation and its direction. */
export function neighbors(story) {
  const both = story.relationships.flatMap(({ from, to }) => [
    { from, to },
    { from: to, to: from },
  ]);
  return gather(both, "from", "to");
}

function gather(pairs, key, value) {
  const gathered = new Map();
  for (const pair of pairs) {
    if (!gathered.has(pair[key])) gathered.set(pair[key], new Set());
    gathered.get(pair[key]).add(pair[value]);
  }
  return gathered;
}

/** Returns whose answer has most nearly so many objects, of those whose lists are short enough. */
function nearest(entities, wanted, levels) {
  let best;
  for (const { id } of entities) {
    const distance = Math.abs(size(id, levels) - wanted);
    if (best === undefined || distance < best.distance) best = { id, distance };
  }
  return best.id;
}

/** Returns how many objects an answer has; no end of them when a list in it is too long. */
function size(id, [level, ...below]) {
  if (level === undefined) return 1;
  const [others, { most }] = level;
  const next = [...(others.get(id) ?? [])];
  if (next.length > most) return Infinity;
  return next.reduce((sum, other) => sum + size(other, below), 1);
}

/** Returns the ends of a path of four hops from somebody, or of the longest when all are shorter. */
function ends(from, neighborsOf) {
  const seen = new Set([from]);
  let reached = [from];
  for (let hops = 0; hops < 4; hops += 1) {
    const next = [...new Set(reached.flatMap((id) => [...(neighborsOf.get(id) ?? [])]))];
    const fresh = next.filter((id) => !seen.has(id));
    if (fresh.length === 0) break;
    fresh.forEach((id) => seen.add(id));
    reached = fresh;
  }
  return [from, reached.toSorted()[0]];
}
