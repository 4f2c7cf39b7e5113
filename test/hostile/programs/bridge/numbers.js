// Tries: numbers that JSON cannot say, negative, huge and fractional where a range is meant.
// From: NaN becomes null.
// manifest: {"ui":{"panels":[{"id":"main","title":"Main","location":"sidebar"}]}}
// expect: value "contained"
export default async () => {
  const codes = [];
  for (const number of [Number.NaN, Infinity, -1, 2, 1e308, -0.0001, "0.5", [0.5]]) {
    codes.push(await aiHub.ui.progress("x", number).then(() => "answered", (error) => error.code));
  }
  for (const badge of [Number.NaN, -1, 1.5, 1e9, "1"]) {
    codes.push(await aiHub.ui.updatePanel("main", { badge }).then(() => "answered", (error) => error.code));
  }
  return codes.every((code) => code === "ERR_INVALID_ARGUMENT") ? "contained" : codes;
};
