// Tries: an error whose message, name, code and stack are megabytes.
// From: errors are written to logs and dialogs.
// expect: error ERR_PLUGIN | error Error
const text = "m".repeat(5_000_000);
const error = new Error(text);
Object.assign(error, { stack: text, hint: text });
throw error;
