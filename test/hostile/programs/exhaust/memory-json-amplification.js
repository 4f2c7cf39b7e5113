// Tries: a small shared graph that is large as JSON (the "billion laughs" of JSON).
// From: billion laughs.
// expect: fault memory | fault timeout
let laugh = ["ha"];
for (let i = 0; i < 30; i++) laugh = [laugh, laugh];
export default laugh;
