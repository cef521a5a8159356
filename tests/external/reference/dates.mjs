// Which days may a date mean, and when does a claim hold?
//
// Dates are spelled `2021`, `2021-10` or `2021-10-21`; whole days compare as their spellings do.

/** Returns the first day that a date may mean. */
export function earliest(date) {
  return `${date}-01-01`.slice(0, 10);
}

/** Returns the last day that a date may mean. */
export function latest(date) {
  const [year, month = "12", day] = date.split("-");
  return day === undefined ? `${year}-${month}-${String(daysIn(Number(year), Number(month))).padStart(2, "0")}` : date;
}

/** Returns the day before one. */
export function dayBefore(day) {
  const [year, month, number] = day.split("-").map(Number);
  if (number > 1) {
    return day.slice(0, 8) + String(number - 1).padStart(2, "0");
  }
  const before = month > 1 ? [year, month - 1] : [year - 1, 12];
  return latest(`${String(before[0]).padStart(4, "0")}-${String(before[1]).padStart(2, "0")}`);
}

/** Returns whether a text spells a date. */
export function isDate(text) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (found === null) {
    return false;
  }
  const [, year, month = "01", day = "01"] = found;
  return month >= "01" && month <= "12" && day >= "01" && Number(day) <= daysIn(Number(year), Number(month));
}

function daysIn(year, month) {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/**
 * Returns whether a period covers the whole of a date, may cover a day of it or cannot: `YES`,
 * `PERHAPS` or `NO`. An open end is vouched for until the last of the dates on which somebody `said`
 * so, and what is open at both ends from the first of them.
 */
export function certainty(period, said, on) {
  if (period === undefined) {
    return "PERHAPS";
  }
  const { start, end } = period;
  if ((start !== null && latest(on) < earliest(start)) || (end !== null && latest(end) < earliest(on))) {
    return "NO";
  }
  // Where only the beginning is open, the end is the one day of which it is surely true.
  const from = [start ?? end].flatMap((date) => date ?? said).map(latest).sort()[0];
  const to = [end].flatMap((date) => date ?? said).map(earliest).sort().at(-1);
  const isSure = from !== undefined && to !== undefined && from <= earliest(on) && latest(on) <= to;
  return isSure ? "YES" : "PERHAPS";
}
