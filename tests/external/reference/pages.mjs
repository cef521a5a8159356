// How is a list cut into pages?
import { GraphQLError } from "graphql";

const DEFAULT_PAGE = 25;

/** The most items of one page, and the most ids that are looked up at once. */
export const MOST_ON_PAGE = 500;

export function refused(code) {
  return new GraphQLError(code, { extensions: { code } });
}

/** Returns the size that page arguments ask for. */
export function pageSize({ first = null, last = null }) {
  if (first !== null && last !== null) {
    throw refused("PAGE_BOTH_ENDS");
  }
  const size = first ?? last ?? DEFAULT_PAGE;
  if (size < 0) {
    throw refused("PAGE_NEGATIVE");
  }
  if (size > MOST_ON_PAGE) {
    throw refused("PAGE_TOO_LARGE");
  }
  return size;
}

/** Reads the cursors of page arguments as far as that is possible without knowing their list. */
export function readCursors({ after, before }) {
  return [after, before].map((written) => (written == null ? null : readCursor(written)));
}

/** Returns the fields of a list that is cut at its beginning, and of its count. */
export function bounded(name, count, items) {
  return {
    [name]: (args) => items().slice(0, pageSize(args)),
    [count]: () => items().length,
  };
}

/**
 * Returns a page of a list: its `name`, `anchor` and `view` tell it from others, and `before` tells
 * where an item would stand that it does not have.
 */
export function page(list, args) {
  // Cursors are read before sizes are looked at, and placed in their list after that.
  const cursors = readCursors(args);
  const size = pageSize(args);
  const total = list.items.length;
  const [after, before] = cursors.map((cursor) => cursor && placeOf(list, cursor));
  let start = after ? after.at + (after.isThere ? 1 : 0) : 0;
  let end = Math.max(start, before ? before.at : total);
  if (args.last != null) {
    start = Math.max(start, end - size);
  } else {
    end = Math.min(end, start + size);
  }
  const items = list.items.slice(start, end);
  const cursor = (item) => (item ? cursorOf(list, item.key) : null);
  return {
    __typename: `${list.prefix}Connection`,
    nodes: () => items.map((item) => item.node()),
    edges: () =>
      items.map((item) => ({
        __typename: `${list.prefix}Edge`,
        node: item.node,
        cursor: () => cursor(item),
        ...item.edge?.(),
      })),
    pageInfo: {
      __typename: "PageInfo",
      hasNextPage: end < total,
      hasPreviousPage: start > 0,
      startCursor: cursor(items[0]),
      endCursor: cursor(items.at(-1)),
    },
    totalCount: total,
  };
}

/** Returns the number that stands for a list in its cursors. */
function listNumber({ name, anchor, view }) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${name}/${anchor}${view}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

function cursorOf(list, key) {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(listNumber(list));
  return Buffer.concat([number, Buffer.from(key)]).toString("base64url");
}

function readCursor(written) {
  const bytes = Buffer.from(written, "base64url");
  if (bytes.toString("base64url") !== written || bytes.length < 4) {
    throw refused("CURSOR_MALFORMED");
  }
  try {
    const key = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(4));
    return { number: bytes.readUInt32BE(0), key };
  } catch {
    throw refused("CURSOR_MALFORMED");
  }
}

/** Returns how many items of a list stand before a cursor, and whether its own item is there. */
function placeOf(list, cursor) {
  if (cursor.number !== listNumber(list)) {
    throw refused("CURSOR_FOREIGN");
  }
  const at = list.items.findIndex((item) => item.key === cursor.key);
  return at >= 0 ? { at, isThere: true } : { at: list.before(cursor.key), isThere: false };
}
