// Tries: a list of what JSON writes oddly or not at all.
// From: a result is what JSON.stringify makes of it.
// expect: value [null,null,null,0,null,{},{},[null],"1970-01-01T00:00:00.000Z"]
export default () => [undefined, Symbol("x"), () => {}, -0, Number.NaN, new Map([[1, 2]]), new Proxy({}, {}), [undefined], new Date(0)];
