// Tries: a linked list of a million, freed at once: freeing recurses in naive collectors.
// From: reference counting of deep structures.
// expect: value "done" | fault memory | fault timeout
for (let round = 0; round < 3; round++) {
  let list = null;
  for (let i = 0; i < 200_000; i++) list = { next: list };
  list = null;
}
export default "done";
