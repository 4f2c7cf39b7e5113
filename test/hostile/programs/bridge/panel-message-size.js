// Tries: a message of 15 MB to its own panel.
// From: the other direction of "a panel posts 50 MB".
// manifest: {"ui":{"panels":[{"id":"main","title":"Main","location":"sidebar"}]}}
// expect: value "ERR_QUOTA" | fault memory
export default () => aiHub.ui.postMessage("main", "x".repeat(15_000_000)).then(() => "posted", (error) => error.code);
