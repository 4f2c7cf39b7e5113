// Tries: a labelled function and a reserved word as label, which only sloppy code may have.
// From: Annex B of ECMAScript.
// expect: error ERR_BUILD
yield: for (;;) break yield;
label: function inner() {}
export default typeof inner;
