// Tries: an invalid date, whose toJSON is null, and one beyond all dates inside of an object with a throwing toISOString.
// From: JSON of dates calls guest code.
// expect: error ERR_PLUGIN
Date.prototype.toISOString = () => {
  throw Symbol("no");
};
export default [new Date(Number.NaN), new Date(0)];
