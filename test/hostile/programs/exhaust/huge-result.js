// Tries: a result one character larger than may cross.
// From: MAX_JSON.
// expect: error ERR_QUOTA
export default () => "x".repeat(16 * 1024 * 1024 - 1);
