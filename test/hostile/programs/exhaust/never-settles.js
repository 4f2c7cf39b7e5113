// Tries: a promise that nothing will ever settle.
// From: as sleep-for-ever.
// expect: fault timeout
export default () => new Promise(() => {});
