// Tries: a string that doubles.
// From: ropes and flat strings.
// expect: fault memory | error ERR_PLUGIN | fault timeout
let text = "x";
for (;;) text += text;
