// What may an operation name that no schema tells? Ids, dates and cursors.

/** Ids and cursors that operations may use. */
export class Pool {
  /**
   * `ids` may be used anywhere, those `by` the name of an argument or input field there, and dates are
   * from the first to the last of the `years`.
   */
  constructor(ids, by, years) {
    this.ids = ids;
    this.by = by;
    this.years = years;
    this.cursors = new Map();
    this.all = [];
    this.recurring = [];
  }

  /** Keeps a cursor of the list that a field of the object with this id gives under a view. */
  keep(view, id, field, cursor) {
    const list = `${view}${id}.${field}`;
    if (!this.cursors.has(list)) {
      this.cursors.set(list, []);
    }
    const known = this.cursors.get(list);
    if (known.length < 40 && !known.includes(cursor)) {
      known.push(cursor);
      this.all.push(cursor);
    }
  }
}
