import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type FilePlatform,
  foldName,
  isShortName,
  isWindowsDevice,
  refusePath,
} from "../../../runtime/core/permissions/path-names.ts";

const PLATFORMS: readonly FilePlatform[] = ["linux", "darwin", "win32"];

/** Path, and the platforms that refuse it. */
const CASES: readonly (readonly [string, readonly FilePlatform[]])[] = [
  ["", PLATFORMS],
  ["x".repeat(4097), PLATFORMS],
  ["a\0b", PLATFORMS],
  ["a\ud800b", PLATFORMS],
  ["\udc00", PLATFORMS],
  ["./data/report.csv", []],
  ["data/../x", []],
  ["./ünï/日本/👩‍💻.md", []],
  [".hidden/.x", []],
  ["a//b/./c/", []],
  ["/etc/hosts", ["win32"]],
  ["\\Windows\\win.ini", ["win32"]],
  ["C:/data/x", []],
  ["c:\\data\\x", []],
  ["C:x", ["win32"]],
  ["C:", ["win32"]],
  ["\\\\server\\share\\x", ["win32"]],
  ["//server/share/x", ["win32"]],
  ["\\\\?\\C:\\x", ["win32"]],
  ["\\\\.\\PhysicalDrive0", ["win32"]],
  ["//?/C:/x", ["win32"]],
  ["\\??\\C:\\x", ["win32"]],
  ["./file:stream", ["win32"]],
  ["./file::$DATA", ["win32"]],
  ["./folder:$I30:$INDEX_ALLOCATION/x", ["win32"]],
  ["C:/x:y", ["win32"]],
  ["./CON", ["win32"]],
  ["./nul.txt", ["win32"]],
  ["./deep/Aux.tar.gz", ["win32"]],
  ["./COM1", ["win32"]],
  ["./com¹.log", ["win32"]],
  ["./LPT³", ["win32"]],
  ["./CONIN$", ["win32"]],
  ["./nul .txt", ["win32"]],
  ["./console/nulls/com10/lpt", []],
  ["./secret.txt.", ["win32"]],
  ["./secret.txt ", ["win32"]],
  ["./secret.txt. . .", ["win32"]],
  ["./data /x", ["win32"]],
  ["./.../x", ["win32"]],
  [".. /x", ["win32"]],
  ["./PROGRA~1/x", ["win32"]],
  ["./longna~2.txt", ["win32"]],
  ["./backup~1.json", []],
  ["./a~b", []],
  ["./a?b", ["win32"]],
  ["./a\tb", ["win32"]],
  ["./a|b", ["win32"]],
  ["./file/..namedfork/rsrc", ["darwin"]],
  ["./file/..NamedFork/data", ["darwin"]],
  ["/.vol/16777220/2", ["darwin", "win32"]],
  ["//./.vol/1/2", ["darwin", "win32"]],
  ["./.vol/x", []],
  ["./se\u200ccret", ["darwin"]],
  ["./se\u200dcret", ["darwin"]],
  ["./\ufeffsecret", ["darwin"]],
];

describe("names of paths", () => {
  for (const [path, refusing] of CASES) {
    const shown = JSON.stringify(path.slice(0, 40));
    it(`${shown} is refused by: ${refusing.join(", ") || "none"}`, () => {
      assert.deepEqual(
        PLATFORMS.filter((platform) => refusePath(path, platform) !== undefined),
        refusing,
      );
    });
  }

  it("a name that is refused is refused in every folder and behind every drive", () => {
    const names = ["nul", "CON.txt", "a.", "b ", "c:d", "LONGNA~1"];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(fc.constantFrom("a", "..", "b c", ".")), (name, folders) => {
        for (const start of [".", "C:", "D:"]) {
          for (const separator of ["/", "\\"]) {
            assert.notEqual(refusePath([start, ...folders, name].join(separator), "win32"), undefined);
          }
        }
      }),
    );
  });

  it("says what of a path is refused without repeating it", () => {
    for (const [path] of CASES) {
      for (const platform of PLATFORMS) assert.ok((refusePath(path, platform) ?? "").length < 100);
    }
  });

  it("knows devices by their stem, short names by their length", () => {
    for (const name of ["NUL", "nul.a.b", "Com0", "lpt9.", "clock$"]) assert.ok(isWindowsDevice(name), name);
    for (const name of ["NULL", "xCON", "COM", "COM11", "", ".nul"]) assert.ok(!isWindowsDevice(name), name);
    for (const name of ["A~1", "ABCDEF~1", "ABCDE~12.TXT", "x~1."]) assert.ok(isShortName(name), name);
    for (const name of ["ABCDEFG~1", "A~1.JSON", "~1", "A~", "a b~1", "A~1.b.c"]) assert.ok(!isShortName(name), name);
  });
});

describe("folded names", () => {
  it("has one form for all spellings", () => {
    const spellings = [
      ["Ä", "ä", "a\u0308", "A\u0308"],
      ["straße", "STRASSE", "strasse", "StraẞE"],
      ["\u212aelvin", "Kelvin", "kELVIN"],
      ["ſecret", "Secret"],
      ["ΣΊΣΥΦΟΣ", "σίσυφος"],
      ["\u01c4", "\u01c5", "\u01c6"],
      ["ﬁle", "file", "FILE"],
      ["Å", "\u212b", "a\u030a"],
      ["각", "\u1100\u1161\u11a8"],
    ];
    for (const same of spellings) assert.equal(new Set(same.map(foldName)).size, 1, same.join(" "));
  });

  it("is the same folded again, and keeps other names apart", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => foldName(foldName(name)) === foldName(name)));
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => foldName(name.toUpperCase()) === foldName(name)));
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => foldName(name.normalize("NFD")) === foldName(name)));
    for (let point = 0; point < 0x20_000; point++) {
      const name = String.fromCodePoint(point);
      const forms = [name, name.toUpperCase(), name.toLowerCase(), name.normalize("NFD"), name.normalize("NFC")];
      assert.equal(new Set([foldName(foldName(name)), ...forms.map(foldName)]).size, 1, point.toString(16));
    }
    assert.notEqual(foldName("a"), foldName("ä"));
    assert.notEqual(foldName("o"), foldName("0"));
  });
});
