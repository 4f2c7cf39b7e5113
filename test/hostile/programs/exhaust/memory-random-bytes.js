// Tries: random bytes and identifiers without end.
// From: host entropy as a resource.
// expect: fault timeout
const bytes = new Uint8Array(65_536);
for (;;) {
  crypto.getRandomValues(bytes);
  crypto.randomUUID();
}
