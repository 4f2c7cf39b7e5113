// Tries: a thrown string of ten megabytes.
// From: as giant-error-message.
// expect: error ERR_PLUGIN
throw "x".repeat(10_000_000);
